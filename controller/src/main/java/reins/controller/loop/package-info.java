/** The controller's loop: one tick, what surrounds it, and what paces it. */
package reins.controller.loop;
