/** The rig's cameras: newest image of each topic, as files that a page can show. */
package reins.policy.camera;
