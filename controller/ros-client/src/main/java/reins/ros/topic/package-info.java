/**
 * Publishing and subscribing where allocation is allowed: any message, bounded queues, listeners.
 */
package reins.ros.topic;
