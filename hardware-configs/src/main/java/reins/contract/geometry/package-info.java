/** Quaternions without allocation. */
package reins.contract.geometry;
