/**
 * The controller of a quadrotor: the same tick as an arm's, from the vehicle's state to attitude or
 * body rates with thrust.
 */
package reins.controller.quad;
