/**
 * TCPROS: connection headers, messages cut from a byte stream, the server that subscribers connect
 * to and the links to publishers. One data plane of plain sockets serves hot and slow topics alike.
 */
package reins.ros.tcpros;
