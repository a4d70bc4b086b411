// Prints the byte offsets and sizes that reins.sim.mujoco needs, for the MuJoCo version whose headers it is compiled with.
// A new version is supported by adding its file beside the others and its number to Layout.SUPPORTED:
//
//   apt-get install libmujoco-dev
//   cc -o /tmp/layout_probe layout_probe.c && /tmp/layout_probe > ../resources/reins/sim/mujoco/mujoco-222.properties

#include <mujoco/mujoco.h>
#include <stddef.h>
#include <stdio.h>

#define OFFSET(type, field) printf(#type "." #field "=%zu\n", offsetof(type, field))
#define SIZE(type) printf(#type "=%zu\n", sizeof(type))

int main(void) {
  printf("# Byte offsets and sizes of MuJoCo %d on a 64-bit machine, printed by src/main/c/layout_probe.c.\n", mjVERSION_HEADER);
  printf("version=%d\n", mjVERSION_HEADER);

  SIZE(mjModel);
  OFFSET(mjModel, nq);
  OFFSET(mjModel, nv);
  OFFSET(mjModel, nu);
  OFFSET(mjModel, na);
  OFFSET(mjModel, nbody);
  OFFSET(mjModel, njnt);
  OFFSET(mjModel, nsite);
  OFFSET(mjModel, nmocap);
  OFFSET(mjModel, nM);
  OFFSET(mjModel, opt.timestep);
  OFFSET(mjModel, opt.gravity);
  OFFSET(mjModel, vis.global.offwidth);
  OFFSET(mjModel, vis.global.offheight);
  OFFSET(mjModel, vis.quality.offsamples);
  OFFSET(mjModel, qpos0);
  OFFSET(mjModel, jnt_qposadr);
  OFFSET(mjModel, jnt_dofadr);
  OFFSET(mjModel, jnt_bodyid);
  OFFSET(mjModel, body_subtreemass);

  SIZE(mjData);
  OFFSET(mjData, warning);
  OFFSET(mjData, ncon);
  OFFSET(mjData, time);
  OFFSET(mjData, qpos);
  OFFSET(mjData, qvel);
  OFFSET(mjData, act);
  OFFSET(mjData, qacc_warmstart);
  OFFSET(mjData, ctrl);
  OFFSET(mjData, qfrc_applied);
  OFFSET(mjData, mocap_pos);
  OFFSET(mjData, qacc);
  OFFSET(mjData, xpos);
  OFFSET(mjData, xquat);
  OFFSET(mjData, site_xpos);
  OFFSET(mjData, xanchor);
  OFFSET(mjData, xaxis);
  OFFSET(mjData, subtree_com);
  OFFSET(mjData, qM);
  OFFSET(mjData, qfrc_bias);
  OFFSET(mjData, actuator_force);

  SIZE(mjWarningStat);
  OFFSET(mjWarningStat, number);
  printf("mjNWARNING=%d\n", mjNWARNING);

  SIZE(mjVFS);
  OFFSET(mjVFS, filedata);

  SIZE(mjvScene);
  OFFSET(mjvScene, flags);
  SIZE(mjvCamera);
  OFFSET(mjvCamera, type);
  OFFSET(mjvCamera, fixedcamid);
  SIZE(mjvOption);
  SIZE(mjrContext);
  return 0;
}
