/** Pictures of what the black box kept. */
package reins.controller.plot;
