/** The YAML files of hardware-configs as strict records. */
package reins.contract.config;
