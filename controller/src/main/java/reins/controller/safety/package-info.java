/**
 * What stands on both sides of the law: the gate admits actions before it, the limiter bounds
 * torques after it.
 */
package reins.controller.safety;
