/** What a process says through Log4j2, on {@code /rosout}; the only package that needs Log4j2. */
package reins.ros.log4j;
