/** Message classes generated from definitions, for programs that were written for rosjava. */
package reins.ros.typed;
