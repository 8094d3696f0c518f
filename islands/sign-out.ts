// Nothing that somebody wrote stays in a browser from which they signed out: drafts, and what waits to be sent. The house says so too (Clear-Site-Data),
// which not every browser knows.
document.addEventListener("submit", (event) => {
  const path = new URL((event.target as HTMLFormElement).action, location.href).pathname;
  if (path !== "/sign-out/") return;
  for (const name of Object.keys(localStorage)) if (/^(draft|outbox):/.test(name)) localStorage.removeItem(name);
});
