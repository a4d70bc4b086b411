/** What the operator's page costs and how fast its hands are, measured over real sockets. */
package reins.sim.bench.cockpit;
