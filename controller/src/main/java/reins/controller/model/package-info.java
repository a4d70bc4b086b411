/** Dynamics of a serial arm, computed from its configuration alone. */
package reins.controller.model;
