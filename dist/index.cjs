"use strict";

// src/action/index.ts
console.log("not built yet");
