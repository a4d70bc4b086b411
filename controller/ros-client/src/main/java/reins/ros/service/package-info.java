/** Services: one question, one answer, over the same server and headers as topics. */
package reins.ros.service;
