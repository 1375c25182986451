/* SPDX-License-Identifier: MIT */
#include "model/health.h"

#include "base/clock.h"

#include <string.h>

#define HEALTH_CLUSTER(F, T)						\
	F(T, bool, is_node)						\
	F(T, str,  ready)						\
	F(T, str,  status)						\
	F(T, str,  state)						\
	F(T, str,  size)
RECORD(health_cluster, HEALTH_CLUSTER);

bool
health_cluster(struct call *c, const char **out_words, bool *out_well)
{
	struct health_cluster h;

	if (!db_one(c->db, SQL_health_cluster, NO_ARGS, health_cluster, &h))
		return false;
	if (!h.is_node) {
		*out_words = "none, a server alone";
		*out_well = true;
		return true;
	}
	*out_words = arena_printf(call_arena(c), "%s of %s nodes, %s", h.status,
	    h.size, h.state);
	*out_well = strcmp(h.ready, "ON") == 0 &&
	    strcmp(h.status, "Primary") == 0;
	return true;
}

bool
health_clock(struct call *c, int64_t *out)
{
	int64_t theirs;

	if (!db_int(c->db, SQL_health_clock, NO_ARGS, &theirs))
		return false;
	*out = theirs - clock_now();
	return true;
}
