/** The 1 kHz process between a policy and a robot. */
package reins.controller;
