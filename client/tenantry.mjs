// SPDX-License-Identifier: MIT
// const { tenant } = tenantry(); await tenant.get({ tenant_id });

/** A refusal; reason "transport": there was no answer that is one. */
export class RpcError extends Error {
	constructor({ code, message, data = { reason: "transport" } }, status) {
		super(message);
		Object.assign(this, { name: "RpcError", code: code ?? status, reason: data.reason, data, status });
	}
}

export function tenantry({ url = "/rpc", headers, fetch = globalThis.fetch, ...init } = {}) {
	let last = 0;

	const post = async (body, signal) => {
		let status = 0;
		try {
			const answer = await fetch(url, { ...init, signal, method: "POST", body: JSON.stringify(body),
				headers: { "Content-Type": "application/json", ...headers } });
			status = answer.status;
			return [await answer.json(), status];
		} catch (error) {
			signal?.throwIfAborted();
			return [{ error }, status];
		}
	};
	const settle = ([answer, status]) => answer?.result ?? new RpcError(answer?.error ?? {}, status);
	const only = (outcome) => { if (outcome instanceof RpcError) throw outcome; return outcome; };

	// Anything that is asked for is a noun, anything of it a verb.
	const calls = (use) => new Proxy({}, { get: (_, noun) => new Proxy({}, { get: (_, verb) => verb !== "then" && ((params, { idempotencyKey, signal } = {}) =>
		use({ jsonrpc: "2.0", id: ++last, method: `${noun}.${verb}`, params: { ...params, idempotency_key: idempotencyKey } }, signal)) }) });

	return Object.setPrototypeOf({
		async batch(build, { signal } = {}) {
			const all = build(calls((call) => call)), [answers, status] = await post(all, signal);
			return answers?.find ? all.map(({ id }) => settle([answers.find((one) => one.id === id), status])) : only(settle([answers, status]));
		},
		then: undefined,
	}, calls(async (call, signal) => only(settle(await post(call, signal)))));
}
