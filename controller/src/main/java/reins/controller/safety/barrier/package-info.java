/** Control barriers: the least change of a torque that keeps the arm from where it may not go. */
package reins.controller.safety.barrier;
