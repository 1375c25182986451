/* SPDX-License-Identifier: MIT */
/*
 * suspension — nobody of a tenant or an MSP's tenants gets in, until it is lifted.
 */
#ifndef MODEL_SUSPENSION_H
#define MODEL_SUSPENSION_H

#include "model/caller.h"
#include "model/objects.h"

#define SUSPENSION_IN(F, T)						\
	F(T, id,  tenant_id, .kind = KIND_tenant, .kind2 = KIND_msp,	\
	    .doc = "The tenant; an MSP only with msp.manage")		\
	F(T, str, reason, .opt = true, .max = 1000, .name_text = true,	\
	    .doc = "Kept with it and in the audit")
#define SUSPENSION_OUT(F, T)						\
	F(T, rec, tenant, tenant, .doc = "The tenant")			\
	F(T, int, sessions_ended, .doc = "How many sessions ended")
RECORD_STRUCT(suspension_in, SUSPENSION_IN);
RECORD_STRUCT(suspension_out, SUSPENSION_OUT);

/* Sets the status; sessions end with suspended.  It holds from the next request on. */
MUST_USE bool suspension_set(struct call *, const struct suspension_in *,
			     const char *status, struct suspension_out *);

/* The same of an MSP, as it is told of one. */
#define MSP_SUSPENSION_IN(F, T)						\
	F(T, id,  msp_id, .kind = KIND_msp, .doc = "The MSP")		\
	F(T, str, reason, .opt = true, .max = 1000, .name_text = true,	\
	    .doc = "Kept with it and in the audit")
#define MSP_SUSPENSION_OUT(F, T)					\
	F(T, rec, msp, msp, .doc = "The MSP")				\
	F(T, int, sessions_ended, .doc = "How many sessions ended, of its staff and in its tenants")
RECORD_STRUCT(msp_suspension_in, MSP_SUSPENSION_IN);
RECORD_STRUCT(msp_suspension_out, MSP_SUSPENSION_OUT);
MUST_USE bool msp_suspension_set(struct call *, const struct msp_suspension_in *,
				 const char *status, struct msp_suspension_out *);

/* The same with a row that was checked already. */
MUST_USE bool suspension_apply(struct call *, const struct tenant_row *,
			       const char *status, const char *reason,
			       int64_t *sessions_ended);

#endif
