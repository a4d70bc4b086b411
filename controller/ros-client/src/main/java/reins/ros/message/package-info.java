/**
 * What messages are: definitions, their sums, and the generic way to read and write any of them.
 */
package reins.ros.message;
