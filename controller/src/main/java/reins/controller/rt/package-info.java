/** The machine's real-time means, through the C library. */
package reins.controller.rt;
