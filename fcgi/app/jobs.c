/* SPDX-License-Identifier: MIT */
#include "app/keeper.h"

const struct job *const jobs[] = {
	NULL
};
