// SPDX-License-Identifier: MIT
// users: the people of one tenant, MSP or platform, and what can be done for each of them.
import { useCallback, useState } from "preact/hooks";
import { ago, call, can, chosen, home, me, moment, narrow, place, t } from "./base.js";
import { Empty, fullName, Heading, html, Menu, Pager, pageSize, Pending, save, Search, stateName, Status, Table, useLoad } from "./ui.js";
import { actionsFor, PersonDialog } from "./person.js";
import { InviteByCsv } from "./csv.js";
import { InviteByEmail } from "./invite.js";

const STATUSES = /** @type {const} */ (["active", "pending", "inactive"]);

/** The users page of a tenant's own admin. */
export function OwnUsers() {
	return html`<${Users} of=${home.value} name=${me.value.tenant.name} page />`;
}

/** Titles of the roles that can stand in this place, by name. @param {string} of */
export function useRoles(of) {
	const roles = useLoad(() => can("role.read") ? call("role.list", { tenant_id: of }) : Promise.resolve({ items: [] }), [of]);
	return useCallback((/** @type {string} */ name) => roles.data?.items.find((/** @type {any} */ one) => one.name === name)?.title || name, [roles.data]);
}

/** The ways to invite, and the dialog that one of them opened. */
export function Invite({ of, name, onDone }) {
	const [open, setOpen] = useState("");
	const close = () => setOpen("");
	if (!can("invitation.create"))
		return null;
	return html`
		<button type="button" onClick=${() => setOpen("csv")}>${t("Invite by CSV")}</button>
		<button type="button" class="primary" onClick=${() => setOpen("email")}>${t("Invite by email")}</button>
		${open === "email" && html`<${InviteByEmail} of=${of} name=${name} onClose=${close} onDone=${onDone} />`}
		${open === "csv" && html`<${InviteByCsv} of=${of} name=${name} onClose=${close} onDone=${onDone} />`}`;
}

const SORTS = /** @type {const} */ (["created_at", "-created_at", "name", "email", "-last_sign_in_at"]);
const sortName = (/** @type {typeof SORTS[number]} */ sort) => ({
	created_at: t("Oldest first"), "-created_at": t("Newest first"), name: t("By name"), email: t("By address"),
	"-last_sign_in_at": t("Last sign-in first"),
})[sort];

/** @param {{ of: string, name: string, page?: boolean }} props `page`: it is a page of its own, with a heading */
export function Users({ of, name, page = false }) {
	const query = place.value.query;
	const asked = { query: query.get("q") ?? "", status: chosen("status", STATUSES), sort: chosen("sort", SORTS),
		limit: pageSize(), offset: Number(query.get("from")) || 0 };
	const list = useLoad(() => call("user.list", {
		tenant_id: of, limit: asked.limit, offset: asked.offset, ...(asked.query && { query: asked.query }),
		...(asked.status && { status: asked.status }), ...(asked.sort && { sort: asked.sort }),
	}), [of, asked.query, asked.status, asked.sort, asked.limit, asked.offset]);
	const titleOf = useRoles(of);
	const [doing, setDoing] = useState(/** @type {{ what: string, user: any } | null} */ (null));
	const invite = html`<${Invite} of=${of} name=${name} onDone=${list.reload} />`;
	const more = can("user.export") ? [{ text: t("Export as CSV"), run: async () => save(await call("user.export", { tenant_id: of })) }] : [];
	const buttons = html`${invite}<${Menu} label=${t("More")} items=${more} />`;
	const columns = [
		{ head: t("Name"), cell: (/** @type {any} */ user) => html`${fullName(user) || html`<span class="hint">${t("No name yet")}</span>`}
			${user.id === me.value.user.id && html` <span class="hint">${t("(you)")}</span>`}` },
		{ head: t("Email"), class: "break", cell: (/** @type {any} */ user) => user.email },
		{ head: t("Role"), cell: (/** @type {any} */ user) => titleOf(user.role_name) },
		{ head: t("Last sign-in"), cell: (/** @type {any} */ user) => user.last_sign_in_at
			? html`<span title=${moment(user.last_sign_in_at)}>${ago(user.last_sign_in_at)}</span>` : t("Never") },
		{ head: t("Status"), cell: (/** @type {any} */ user) => html`<${Status} value=${user.status} />
			${user.access_expires_at && html` <span class="hint">${t("until {day}", { day: moment(user.access_expires_at) })}</span>`}` },
		{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ user) => html`<${Menu} label=${t("Actions for {name}", { name: user.email })}
			items=${actionsFor(user, (/** @type {string} */ what) => setDoing({ what, user }))} />` },
	];
	const filtered = asked.query || asked.status;
	return html`
		${page && html`<${Heading} title=${t("Users")}>${buttons}</${Heading}>`}
		<div class="filters">
			<${Search} label=${t("Search users")} value=${asked.query} onSearch=${(/** @type {string} */ q) => narrow({ q, from: 0 })} />
			<select aria-label=${t("Status")} value=${asked.status ?? ""}
				onChange=${(/** @type {any} */ event) => narrow({ status: event.currentTarget.value, from: 0 })}>
				<option value="">${t("Every status")}</option>
				${STATUSES.map((one) => html`<option key=${one} value=${one}>${stateName(one)}</option>`)}
			</select>
			<select aria-label=${t("Order")} value=${asked.sort ?? SORTS[0]}
				onChange=${(/** @type {any} */ event) => narrow({ sort: event.currentTarget.value, from: 0 })}>
				${SORTS.map((one) => html`<option key=${one} value=${one}>${sortName(one)}</option>`)}
			</select>
			${!page && html`<div class="actions">${buttons}</div>`}
		</div>
		${!list.data ? html`<${Pending} of=${list} />`
			: list.data.items.length ? html`<${Table} caption=${t("Users of {name}", { name })} columns=${columns} rows=${list.data.items} busy=${list.busy} by=${[titleOf]} />`
			: filtered ? html`<${Empty} title=${t("No user fits.")} action=${html`<button type="button"
				onClick=${() => narrow({ q: "", status: "", from: 0 })}>${t("Show all users")}</button>`} />`
			: html`<${Empty} title=${t("Nobody is here yet")}>${t("Invite the first people, by email or with a CSV file.")}</${Empty}>`}
		${list.data && html`<${Pager} offset=${asked.offset} limit=${asked.limit} total=${list.data.total} onMove=${(/** @type {number} */ from) => narrow({ from })}
			onSize=${(/** @type {number} */ rows) => narrow({ rows, from: 0 })} />`}
		${doing && html`<${PersonDialog} ...${doing} of=${of} onClose=${() => setDoing(null)} onDone=${list.reload} />`}`;
}
