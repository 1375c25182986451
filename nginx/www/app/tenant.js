// SPDX-License-Identifier: MIT
// tenant: one tenant, a page for each side of it.
import { useEffect, useState } from "preact/hooks";
import { call, can, date, go, moment, number, t, tn } from "./base.js";
import { Confirm, Field, Heading, html, Menu, Pending, perform, say, Status, Tabs, useLoad } from "./ui.js";
import { Credits } from "./tenants.js";
import { Invitations } from "./invitations.js";
import { Users } from "./users.js";
import { Settings } from "./settings.js";
import { TenantPackages } from "./stock.js";
import { Events } from "./trail.js";

export function Tenant({ id, tab = "" }) {
	const one = useLoad(() => call("tenant.get", { tenant_id: id }), [id]);
	const [asking, setAsking] = useState(/** @type {string | null} */ (null));
	useEffect(() => {
		if (!tab)
			go(`/tenants/${id}/overview`, { replace: true });
	}, [id, tab]);
	const crumb = html`<p class="crumb"><a href="/tenants">${t("All tenants")}</a></p>`;
	if (!one.data)
		return html`<${Heading} title=${t("Tenant")} crumb=${crumb} /><${Pending} of=${one} />`;
	const tenant = one.data;
	const at = (/** @type {string} */ name) => `/tenants/${id}/${name}`;
	const tabs = /** @type {[string, string, string][]} */ ([
		["overview", t("Overview"), "tenant.read"], ["users", t("Users"), "user.read"],
		["invitations", t("Invitations"), "invitation.read"], ["configuration", t("Configuration"), "config.read"],
		["packages", t("Packages"), "package.read"], ["audit", t("Audit"), "audit.read"],
	]).filter(([, , needs]) => can(needs));
	const close = () => setAsking(null);
	return html`
		<${Heading} title=${tenant.name} crumb=${crumb}>
			<${Status} value=${tenant.status} />
			<${Menu} label=${t("Actions for {name}", { name: tenant.name })} items=${actions(tenant, setAsking)} />
		</${Heading}>
		<${Tabs} label=${t("Sides of this tenant")} tabs=${tabs.map(([name, text]) => [at(name), text])} />
		${tab === "overview" && html`<${Overview} tenant=${tenant} />`}
		${tab === "users" && html`<${Users} of=${id} name=${tenant.name} address=${at} />`}
		${tab === "invitations" && html`<${Invitations} of=${id} name=${tenant.name} />`}
		${tab === "configuration" && html`<${Settings} of=${id} level="tenant" />`}
		${tab === "packages" && html`<${TenantPackages} tenant=${tenant} onChange=${one.reload} />`}
		${tab === "audit" && html`<${Events} of=${id} />`}
		${asking === "rename" && html`<${Rename} tenant=${tenant} onClose=${close} onDone=${one.reload} />`}
		${asking === "suspend" && html`<${Suspend} tenant=${tenant} onClose=${close} onDone=${one.reload} />`}
		${asking === "resume" && html`<${Resume} tenant=${tenant} onClose=${close} onDone=${one.reload} />`}
		${asking === "delete" && html`<${Delete} tenant=${tenant} onClose=${close} onDone=${() => go("/tenants")} />`}`;
}

/** @param {any} tenant @param {(what: string) => void} choose */
function actions(tenant, choose) {
	const all = /** @type {[boolean, string, string, boolean?][]} */ ([
		[can("tenant.update"), t("Rename"), "rename"],
		[can("tenant.suspend") && tenant.status === "active", t("Suspend"), "suspend"],
		[can("tenant.suspend") && tenant.status === "suspended", t("Resume"), "resume"],
		[can("tenant.delete"), t("Delete"), "delete", true],
	]);
	return all.filter(([may]) => may).map(([, text, what, danger]) => ({ text, danger, run: () => choose(what) }));
}

function Overview({ tenant }) {
	const { tenant_config: config } = tenant;
	return html`<dl class="facts wide">
		<dt>${t("Users")}</dt><dd><a href="/tenants/${tenant.id}/users">${number(tenant.user_count)}</a></dd>
		<dt>${t("Credits")}</dt><dd><${Credits} used=${tenant.total_credits_used} limit=${tenant.total_credit_limit} /></dd>
		<dt>${t("Package")}</dt><dd>${[tenant.primary_package_name ?? t("None"), ...tenant.additional_package_names].join(", ")}</dd>
		<dt>${t("Second factor")}</dt><dd>${config.mfa_required ? t("Required of everybody") : t("Each person decides")}</dd>
		<dt>${t("Beta features")}</dt><dd>${config.beta_features ? t("On") : t("Off")}</dd>
		<dt>${t("Default model")}</dt><dd>${config.default_model_name ?? t("None")}</dd>
		<dt>${t("Disabled models")}</dt><dd>${tenant.disabled_model_names?.join(", ") || t("None")}</dd>
		<dt>${t("Short name")}</dt><dd><code>${tenant.slug}</code></dd>
		<dt>${t("Identifier")}</dt><dd><code>${tenant.id}</code></dd>
		<dt>${t("Created")}</dt><dd>${moment(tenant.created_at)}</dd>
	</dl>`;
}

function Rename({ tenant, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		await perform("tenant.update", { tenant_id: tenant.id, name: data.name, if_version: tenant.version }, t("Renamed"));
		onDone();
	};
	return html`<${Confirm} title=${t("Rename {name}", { name: tenant.name })} action=${t("Rename")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`<${Field} label=${t("Name")} name="name" required maxlength=255 defaultValue=${tenant.name}
			hint=${t("The address {slug} stays as it is.", { slug: tenant.slug })} fault=${form.fault("name")} />`}
	</${Confirm}>`;
}

function Suspend({ tenant, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		const { sessions_ended } = await call("tenant.suspend", { tenant_id: tenant.id, ...(data.reason && { reason: data.reason }) });
		say(tn("Suspended; {n} session was ended.", "Suspended; {n} sessions were ended.", sessions_ended));
		onDone();
	};
	return html`<${Confirm} title=${t("Suspend {name}?", { name: tenant.name })} action=${t("Suspend")} danger run=${run} onClose=${onClose}>
		<p>${tn("Its {n} user is signed out at once and cannot sign in.", "Its {n} users are signed out at once and cannot sign in.", tenant.user_count)}
			${" "}${t("Nothing is lost; resume it at any time.")}</p>
		<${Field} label=${t("Reason (for the audit)")} name="reason" maxlength=255 />
	</${Confirm}>`;
}

function Resume({ tenant, onClose, onDone }) {
	const run = async () => {
		await perform("tenant.resume", { tenant_id: tenant.id }, t("Resumed"));
		onDone();
	};
	return html`<${Confirm} title=${t("Resume {name}?", { name: tenant.name })} action=${t("Resume")} run=${run} onClose=${onClose}>
		<p>${t("Its users can sign in again with the passwords that they have.")}</p>
	</${Confirm}>`;
}

function Delete({ tenant, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		const { purge_at } = await call("tenant.delete", { tenant_id: tenant.id, confirm_name: data.confirm_name });
		say(t("{name} is deleted; its data goes on {day}.", { name: tenant.name, day: date(purge_at) }));
		onDone();
	};
	return html`<${Confirm} title=${t("Delete {name}?", { name: tenant.name })} action=${t("Delete")} danger run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<p>${t("Its users are signed out, its packages go back to stock, and after 30 days its data is gone for good.")}</p>
			<${Field} label=${t("Type the name of the tenant")} name="confirm_name" required autocomplete="off" hint=${tenant.name}
				fault=${form.fault("confirm_name")} />`}
	</${Confirm}>`;
}
