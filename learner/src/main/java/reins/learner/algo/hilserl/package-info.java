/** HIL-SERL: corrections in both buffers, and a critic that decides the gripper. */
package reins.learner.algo.hilserl;
