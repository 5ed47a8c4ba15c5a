"use strict";
for (const report of document.querySelectorAll(".report")) {
  const spans = [...report.querySelectorAll(".s[data-r]")];
  const claims = [...report.querySelectorAll(".claim")];
  const roles = (span) => span.dataset.r.split(" ").filter(Boolean).map((r) => r.split(":"));
  const show = (n, move) => {
    for (const s of spans) {
      s.className = s.className.replace(/ ?on-\w+/g, "");
      for (const [c, role] of roles(s)) if (+c === n) s.classList.add("on-" + role);
    }
    claims.forEach((c, k) => {
      c.classList.toggle("on", k === n);
      if (k === n) {
        c.firstElementChild.open = true;
        if (move) c.scrollIntoView({ block: "nearest" });
      }
    });
  };
  const pick = (span) => {
    const all = roles(span);
    const own = all.find((r) => r[1] === "trigger") || all[0];
    if (own) show(+own[0], true);
  };
  for (const s of spans) {
    s.addEventListener("click", () => pick(s));
    s.addEventListener("keydown", (e) => {
      if (e.key === "Enter" || e.key === " ") { e.preventDefault(); pick(s); }
    });
  }
  claims.forEach((c, k) => c.firstElementChild.addEventListener("toggle", () => { if (c.firstElementChild.open) show(k, false); }));
}
