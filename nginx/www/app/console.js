// SPDX-License-Identifier: MIT
// console: the frame around every page of somebody who is signed in, and which page an address means.
import { useEffect, useState } from "preact/hooks";
import { call, can, go, home, isStaff, learn, me, place, t } from "./base.js";
import { Dialog, Empty, fullName, Heading, html, Menu, say, Trouble } from "./ui.js";
import { signOut } from "./restricted.js";

/**
 * Every page: its address (a part in braces is handed on), its text in the menu, the permission that
 * shows it there, and the module and name of what draws it.
 * @typedef {{ path: string, text?: () => string, needs?: string, shown?: () => boolean, page: () => Promise<any>,
 *   name: string, also?: string[] }} Page
 */

const tenant = () => import("./tenant.js");
const msps = () => import("./msps.js");
const profile = () => import("./profile.js");
const users = () => import("./users.js");
const people = () => import("./people.js");
const templates = () => import("./templates.js");
const stock = () => import("./stock.js");
const keys = () => import("./keys.js");
const trail = () => import("./trail.js");

/** Whether the caller may look after the people and settings of the place where she is. */
const keeper = () => !(me.value.tenant.kind === "msp" && me.value.role.builtin && me.value.role.name === "member");

/** @type {Page[]} */
const ofStaff = [
	{ path: "/tenants", text: () => t("Tenants"), needs: "tenant.read", page: () => import("./tenants.js"), name: "Tenants",
		also: ["/tenants/"] },
	{ path: "/tenants/new", page: () => import("./newtenant.js"), name: "NewTenant" },
	{ path: "/tenants/{id}", page: tenant, name: "Tenant" },
	{ path: "/tenants/{id}/{tab}", page: tenant, name: "Tenant" },
	{ path: "/msps", text: () => t("MSPs"), needs: "msp.manage", page: msps, name: "Msps", also: ["/msps/"] },
	{ path: "/msps/{id}/{tab}", page: msps, name: "Msp" },
	{ path: "/staff", text: () => t("Staff"), needs: "user.read", shown: keeper, page: people, name: "Staff", also: ["/staff/"] },
	{ path: "/staff/invitations", page: people, name: "Staff" },
	{ path: "/roles", text: () => t("Roles"), needs: "role.read", page: () => import("./roles.js"), name: "Roles" },
	{ path: "/templates", text: () => t("Templates"), needs: "package.read", page: templates, name: "Templates",
		also: ["/templates/"] },
	{ path: "/templates/new", page: templates, name: "Template" },
	{ path: "/templates/{id}", page: templates, name: "Template" },
	{ path: "/packages", text: () => t("Packages"), needs: "package.read", page: stock, name: "Packages" },
	{ path: "/keys", text: () => t("API keys"), needs: "api_key.manage", shown: keeper, page: keys, name: "Keys" },
	{ path: "/mail", text: () => t("Mail"), needs: "mail.manage", page: trail, name: "Outbox" },
	{ path: "/audit", text: () => t("Audit"), needs: "audit.read", page: trail, name: "Trail" },
	{ path: "/configuration", text: () => t("Configuration"), needs: "config.read", shown: keeper,
		page: () => import("./settings.js"), name: "Own" },
];

/** @type {Page[]} */
const ofTenant = [
	{ path: "/users", text: () => t("Users"), needs: "user.read", page: users, name: "OwnUsers" },
	{ path: "/invitations", text: () => t("Invitations"), needs: "invitation.read", page: () => import("./invitations.js"),
		name: "OwnInvitations" },
	{ path: "/roles", text: () => t("Roles"), needs: "role.read", page: () => import("./roles.js"), name: "Roles" },
	{ path: "/configuration", text: () => t("Configuration"), needs: "config.read", page: () => import("./settings.js"), name: "Own" },
	{ path: "/keys", text: () => t("API keys"), needs: "api_key.manage", page: keys, name: "Keys" },
	{ path: "/audit", text: () => t("Audit"), needs: "audit.read", page: trail, name: "Trail" },
];

/** @type {Page[]} */
const ofEverybody = [
	{ path: "/profile", page: profile, name: "Profile" },
	{ path: "/profile/{tab}", page: profile, name: "Profile" },
];

const pages = () => [...(isStaff.value ? ofStaff : ofTenant), ...ofEverybody];
const inMenu = () => pages().filter((page) => page.text && can(/** @type {string} */ (page.needs)) && page.shown?.() !== false);

/** The parts of an address that a pattern names; null if it is another one. @param {string} pattern @param {string} path */
function match(pattern, path) {
	const wanted = pattern.split("/");
	const given = path.split("/");
	/** @type {Record<string, string>} */
	const parts = {};
	const fits = wanted.length === given.length && wanted.every((part, i) => {
		if (!part.startsWith("{"))
			return part === given[i];
		parts[part.slice(1, -1)] = decodeURIComponent(given[i]);
		return given[i] !== "";
	});
	return fits ? parts : null;
}

/** @param {string} path */
function find(path) {
	for (const page of pages()) {
		const parts = match(page.path, path);
		if (parts)
			return { page, parts };
	}
	return null;
}

/** Draws the page of this address once its module is here. */
function Body() {
	const { path } = place.value;
	const found = find(path);
	const [drawn, draw] = useState(/** @type {any} */ (null));
	const wanted = found && found.page.page;
	useEffect(() => {
		let current = true;
		wanted?.().then((module) => current && draw({ of: wanted, module }), (error) => current && draw({ of: wanted, error }));
		return () => { current = false; };
	}, [wanted]);
	if (!found)
		return html`<${Heading} title=${t("Not found")} key=${path} />
			<${Empty} title=${t("There is no such page.")} action=${html`<a class="button" href="/">${t("To the start")}</a>`} />`;
	if (drawn?.of !== wanted)
		return null;
	if (drawn.error)
		return html`<${Trouble} error=${drawn.error} retry=${() => location.reload()} />`;
	const Page = drawn.module[found.page.name];
	return html`<${Page} key=${found.page.path.split("/{tab}")[0] + (found.parts.id ?? "")} ...${found.parts} />`;
}

function SwitchTenant({ onClose }) {
	const [error, setError] = useState(/** @type {any} */ (null));
	/** @param {any} one */
	const enter = async (one) => {
		if (one.host !== location.host)
			return location.assign(`https://${one.host}/`);
		try {
			await call("auth.switch_tenant", { tenant_id: one.tenant_id });
		} catch (refused) {
			return setError(refused);
		}
		await learn();
		onClose();
		go("/");
		return say(t("You are now in {name}.", { name: one.tenant_name }));
	};
	return html`<${Dialog} title=${t("Switch tenant")} onClose=${onClose}>
		<${Trouble} error=${error} />
		<ul class="choices">${me.value.memberships.map((/** @type {any} */ one) => html`<li key=${one.tenant_id}>
			<button type="button" disabled=${one.tenant_id === home.value || one.status !== "active"} onClick=${() => enter(one)}>
				<strong>${one.tenant_name}</strong> <span class="hint">${one.host}</span></button></li>`)}</ul>
	</${Dialog}>`;
}

export function Console() {
	const { user, tenant, memberships } = me.value;
	const { path } = place.value;
	const [switching, setSwitching] = useState(false);
	const [open, setOpen] = useState(false);
	const shown = fullName(user) || user.email;
	const menu = inMenu();
	const start = menu[0]?.path ?? "/profile";
	useEffect(() => {
		setOpen(false);
		if (path === "/")
			go(start, { replace: true });
	}, [path, start]);
	const account = [
		{ text: t("Your profile"), run: () => go("/profile") },
		...(memberships.length > 1 ? [{ text: t("Switch tenant"), run: () => setSwitching(true) }] : []),
		{ text: t("Sign out"), run: signOut },
	];
	return html`<div class="frame">
		<a class="skip" href="#main" onClick=${(/** @type {any} */ event) => {
			event.preventDefault();
			document.getElementById("main")?.focus();
		}}>${t("To the content")}</a>
		<header class="top">
			<button type="button" class="plain burger" aria-expanded=${open} aria-controls="menu" aria-label=${t("Menu")}
				onClick=${() => setOpen(!open)}>☰</button>
			<span class="sign">${tenant.branding.logo_url
				? html`<img src=${tenant.branding.logo_url} alt=${tenant.branding.display_name ?? tenant.name} />`
				: tenant.branding.display_name ?? tenant.name}</span>
			<${Menu} label="${shown}: ${t("Your account")}" text=${shown} items=${account} />
		</header>
		<nav id="menu" class="side ${open ? "open" : ""}" aria-label=${t("Pages of the console")}>
			${menu.map((page) => html`<a href=${page.path} key=${page.path} aria-current=${path === page.path ||
				page.also?.some((start) => path.startsWith(start)) ? "page" : null}>${page.text?.()}</a>`)}
		</nav>
		<main id="main" tabindex="-1">${path !== "/" && html`<${Body} />`}</main>
		${switching && html`<${SwitchTenant} onClose=${() => setSwitching(false)} />`}
	</div>`;
}
