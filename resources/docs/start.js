// SPDX-License-Identifier: GPL-3.0-only
"use strict";

// Swagger UI has no other way to be told dark or light than this class.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

window.ui = window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  // The badge would ask a server of somebody else's.
  validatorUrl: "none",
});
