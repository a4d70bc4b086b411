/** XML-RPC over HTTP, as far as the master and the nodes speak it, and no further. */
package reins.ros.xmlrpc;
