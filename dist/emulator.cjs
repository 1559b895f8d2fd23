"use strict";

// emulator/main.ts
console.log("not built yet");
