/* SPDX-License-Identifier: MIT */
#include "model/caller.h"

#define OUT(F, T)							\
	F(T, str,  openrpc, .doc = "Version of the format")		\
	F(T, json, info, .doc = "Title, version, licence")		\
	F(T, json, methods, .doc = "All methods")			\
	F(T, json, components, .doc = "Schemas and errors that they refer to")
RECORD(openrpc_document, OUT);

METHOD_AS(rpc_discover, discover, nothing, openrpc_document,
	.name    = "rpc.discover",
	.summary = "Describe all methods, as an OpenRPC document.",
	.perm    = PERM_PUBLIC,
	.tx      = TX_NONE);

static bool
discover(struct call *c, const struct nothing *in, struct openrpc_document *out)
{
	const struct rpc rpc = {
		.hooks = &caller_hooks, .version = service(c)->version,
	};
	const struct json *document;
	struct buf b;

	(void)in;
	buf_init(&b, call_arena(c));
	rpc_discover(&b, &rpc);
	if (!json_parse(&c->ctx, buf_bytes(&b), &json_trusted, &document))
		return false;
	out->openrpc = json_get(document, "openrpc")->text;
	out->info = json_get(document, "info");
	out->methods = json_get(document, "methods");
	out->components = json_get(document, "components");
	return true;
}
