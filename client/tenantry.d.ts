// SPDX-License-Identifier: MIT
// Types of tenantry.mjs.  What the methods take and answer stands below, made from the program.

export type Method = keyof Methods;
export type Params<M extends Method> = Omit<Methods[M]["params"], "idempotency_key">;
export type Result<M extends Method> = Methods[M]["result"];

/** Why a call was refused; "transport": no answer came that could be read. */
export type Reason<M extends Method = Method> = Methods[M]["reason"] | "method_not_found" | "invalid_request" | "parse_error" | "transport";

export interface Fault {
	field: string;
	rule: string;
	message: string;
}

export declare class RpcError<M extends Method = Method> extends Error {
	readonly code: number;
	readonly reason: Reason<M>;
	/** Of HTTP; 0: nothing was reached. */
	readonly status: number;
	readonly data: {
		reason: Reason<M>;
		field?: string;
		index?: number;
		rule?: string;
		setting?: string;
		retry_after?: number;
		host?: string;
		positions?: number[];
		incident?: string;
		faults?: Fault[];
	};
}

export interface Options {
	/** Where to; left out: /rpc of the page's own host. */
	url?: string;
	/** With every call: { "X-API-Key": key }, { Authorization: `Bearer ${token}` }. */
	headers?: Record<string, string>;
	fetch?: typeof fetch;
	credentials?: RequestCredentials;
}

export interface CallOptions {
	/** The same call again under this key gets the same answer, for 24 hours. */
	idempotencyKey?: string;
	signal?: AbortSignal;
}

type Noun<M extends string> = M extends `${infer N}.${string}` ? N : never;
type Verb<M extends string, N extends string> = M extends `${N}.${infer V}` ? V : never;
type Arguments<P, O> = {} extends P ? [params?: P, options?: O] : [params: P, options?: O];
type Answer<M> = M extends Method ? Result<M> : never;

/** A call of a batch: described, not made. */
export interface Call<M extends Method> {
	readonly method: M;
}

export type Client = {
	readonly [N in Noun<Method>]: {
		readonly [V in Verb<Method, N>]: (...given: Arguments<Params<`${N}.${V}` & Method>, CallOptions>) =>
			Promise<Answer<`${N}.${V}`>>;
	};
} & {
	/** Up to 50 calls in one request; each gives its result or, not thrown, its RpcError. */
	batch<const C extends readonly Call<any>[]>(build: (calls: Calls) => C, options?: { signal?: AbortSignal }):
		Promise<{ -readonly [I in keyof C]: C[I] extends Call<infer M extends Method> ? Result<M> | RpcError<M> : never }>;
};

export type Calls = {
	readonly [N in Noun<Method>]: {
		readonly [V in Verb<Method, N>]: (...given: Arguments<Params<`${N}.${V}` & Method>, { idempotencyKey?: string }>) =>
			Call<`${N}.${V}` & Method>;
	};
};

export declare function tenantry(options?: Options): Client;

