/** Nodes, in rosjava's vocabulary: configuration, life, registration with a master, parameters. */
package reins.ros.node;
