/* SPDX-License-Identifier: MIT */
/*
 * branding — how a tenant presents itself, out of its settings.
 */
#ifndef MODEL_BRANDING_H
#define MODEL_BRANDING_H

#include "model/objects.h"
#include "model/setting.h"

void branding_of(const struct settings *, struct branding *out);

#endif
