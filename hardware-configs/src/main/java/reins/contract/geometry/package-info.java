/** Quaternions and the frames of a serial arm, without allocation. */
package reins.contract.geometry;
