/** The shared memory between controller and policy process. */
package reins.contract.exchange;
