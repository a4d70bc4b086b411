/** The controller's one connection to a robot: what it reads and what it writes each tick. */
package reins.controller.port;
