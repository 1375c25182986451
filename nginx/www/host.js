// SPDX-License-Identifier: MIT
// Says whose host this is.
const says = {
  admin: "The people of the platform and of its resellers sign in here.",
  msp: "The customers of this reseller sign in here.",
  tenant: "The members of this tenant sign in here.",
};
const answer = await fetch("/rpc", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tenant.resolve" }),
});
const { result, error } = await answer.json();
document.querySelector("#name").textContent = result ? result.name : "Nobody lives here";
document.querySelector("#scope").textContent = result ? says[result.scope] : error.message;
