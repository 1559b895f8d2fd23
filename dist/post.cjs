"use strict";

// src/action/post.ts
console.log("not built yet");
