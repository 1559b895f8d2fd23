"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod2) => function __require() {
  try {
    return mod2 || (0, cb[__getOwnPropNames(cb)[0]])((mod2 = { exports: {} }).exports, mod2), mod2.exports;
  } catch (e) {
    throw mod2 = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod2, isNodeMode, target) => (target = mod2 != null ? __create(__getProtoOf(mod2)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod2 || !mod2.__esModule ? __defProp(target, "default", { value: mod2, enumerable: true }) : target,
  mod2
));

// node_modules/hpagent/index.js
var require_hpagent = __commonJS({
  "node_modules/hpagent/index.js"(exports2, module2) {
    "use strict";
    var https = require("https");
    var http = require("http");
    var { URL: URL2 } = require("url");
    var HttpProxyAgent2 = class extends http.Agent {
      constructor(options) {
        const { proxy, proxyRequestOptions, ...opts } = options;
        super(opts);
        this.proxy = typeof proxy === "string" ? new URL2(proxy) : proxy;
        this.proxyRequestOptions = proxyRequestOptions || {};
      }
      createConnection(options, callback) {
        const requestOptions = {
          ...this.proxyRequestOptions,
          method: "CONNECT",
          host: this.proxy.hostname,
          port: this.proxy.port,
          path: `${options.host}:${options.port}`,
          setHost: false,
          headers: { ...this.proxyRequestOptions.headers, connection: this.keepAlive ? "keep-alive" : "close", host: `${options.host}:${options.port}` },
          agent: false,
          timeout: options.timeout || 0
        };
        if (this.proxy.username || this.proxy.password) {
          const base64 = Buffer.from(`${decodeURIComponent(this.proxy.username || "")}:${decodeURIComponent(this.proxy.password || "")}`).toString("base64");
          requestOptions.headers["proxy-authorization"] = `Basic ${base64}`;
        }
        if (this.proxy.protocol === "https:") {
          requestOptions.servername = this.proxy.hostname;
        }
        const request = (this.proxy.protocol === "http:" ? http : https).request(requestOptions);
        request.once("connect", (response, socket, head) => {
          request.removeAllListeners();
          socket.removeAllListeners();
          if (response.statusCode === 200) {
            callback(null, socket);
          } else {
            socket.destroy();
            callback(new Error(`Bad response: ${response.statusCode}`), null);
          }
        });
        request.once("timeout", () => {
          request.destroy(new Error("Proxy timeout"));
        });
        request.once("error", (err) => {
          request.removeAllListeners();
          callback(err, null);
        });
        request.end();
      }
    };
    var HttpsProxyAgent2 = class extends https.Agent {
      constructor(options) {
        const { proxy, proxyRequestOptions, ...opts } = options;
        super(opts);
        this.proxy = typeof proxy === "string" ? new URL2(proxy) : proxy;
        this.proxyRequestOptions = proxyRequestOptions || {};
      }
      createConnection(options, callback) {
        const requestOptions = {
          ...this.proxyRequestOptions,
          method: "CONNECT",
          host: this.proxy.hostname,
          port: this.proxy.port,
          path: `${options.host}:${options.port}`,
          setHost: false,
          headers: { ...this.proxyRequestOptions.headers, connection: this.keepAlive ? "keep-alive" : "close", host: `${options.host}:${options.port}` },
          agent: false,
          timeout: options.timeout || 0
        };
        if (this.proxy.username || this.proxy.password) {
          const base64 = Buffer.from(`${decodeURIComponent(this.proxy.username || "")}:${decodeURIComponent(this.proxy.password || "")}`).toString("base64");
          requestOptions.headers["proxy-authorization"] = `Basic ${base64}`;
        }
        if (this.proxy.protocol === "https:") {
          requestOptions.servername = this.proxy.hostname;
        }
        const request = (this.proxy.protocol === "http:" ? http : https).request(requestOptions);
        request.once("connect", (response, socket, head) => {
          request.removeAllListeners();
          socket.removeAllListeners();
          if (response.statusCode === 200) {
            const secureSocket = super.createConnection({ ...options, socket });
            callback(null, secureSocket);
          } else {
            socket.destroy();
            callback(new Error(`Bad response: ${response.statusCode}`), null);
          }
        });
        request.once("timeout", () => {
          request.destroy(new Error("Proxy timeout"));
        });
        request.once("error", (err) => {
          request.removeAllListeners();
          callback(err, null);
        });
        request.end();
      }
    };
    module2.exports = {
      HttpProxyAgent: HttpProxyAgent2,
      HttpsProxyAgent: HttpsProxyAgent2
    };
  }
});

// src/effects/clock.ts
var import_promises = require("node:timers/promises");
var systemClock = {
  now: () => /* @__PURE__ */ new Date(),
  sleep: (ms, signal) => (0, import_promises.setTimeout)(ms, void 0, signal ? { signal } : {})
};

// src/action/flush-output.ts
var longestStall = 1e4;
async function flushOutput(streams) {
  await Promise.all(streams.map(flush));
}
async function flush(stream) {
  let last = Number.POSITIVE_INFINITY;
  let since = Date.now();
  while (stream.writableLength > 0 && !stream.destroyed && Date.now() - since < longestStall) {
    if (stream.writableLength < last) since = Date.now();
    last = stream.writableLength;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// src/action/refuse-outside-github.ts
function refuseOutsideGitHub(env, stderr) {
  if (env["GITHUB_ACTIONS"] === "true") return false;
  stderr.write(
    "This program is a GitHub Action and runs in GitHub Actions only: GITHUB_ACTIONS is not `true`, so the secrets that it has the runner mask would be printed. Outside GitHub Actions, use the command line: `node dist/cli.cjs --help`.\n"
  );
  return true;
}

// node_modules/@actions/core/lib/command.js
var os = __toESM(require("os"));

// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  if (input === null || input === void 0) {
    return "";
  } else if (typeof input === "string" || input instanceof String) {
    return input;
  }
  return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  if (!Object.keys(annotationProperties).length) {
    return {};
  }
  return {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  };
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
function issue(name, message = "") {
  issueCommand(name, {}, message);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
var crypto = __toESM(require("crypto"));
var fs = __toESM(require("fs"));
var os2 = __toESM(require("os"));
function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!fs.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
  }
  if (convertedValue.includes(delimiter)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
  }
  return `${key}<<${delimiter}${os2.EOL}${convertedValue}${os2.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js
var os3 = __toESM(require("os"));

// node_modules/@actions/core/lib/summary.js
var import_os = require("os");
var import_fs = require("fs");
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = import_fs.promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, import_fs.constants.R_OK | import_fs.constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text, addEOL = false) {
    this._buffer += text;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(import_os.EOL);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items.map((item) => this.wrap("li", item)).join("");
    const element = this.wrap(tag, listItems);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row) => {
      const cells = row.map((cell) => {
        if (typeof cell === "string") {
          return this.wrap("td", cell);
        }
        const { header, data, colspan, rowspan } = cell;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element = this.wrap("table", tableBody);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element = this.wrap(allowedTag, text);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element = this.wrap("hr", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element = this.wrap("br", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element = this.wrap("blockquote", text, attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text, href) {
    const element = this.wrap("a", text, { href });
    return this.addRaw(element).addEOL();
  }
};
var _summary = new Summary();
var summary = _summary;

// node_modules/@actions/core/lib/core.js
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function getInput(name, options) {
  const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val) {
    throw new Error(`Input required and not supplied: ${name}`);
  }
  if (options && options.trimWhitespace === false) {
    return val;
  }
  return val.trim();
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os3.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function debug(message) {
  issueCommand("debug", {}, message);
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
  issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
  issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + os3.EOL);
}
function startGroup(name) {
  issue("group", name);
}
function endGroup() {
  issue("endgroup");
}
function saveState(name, value) {
  const filePath = process.env["GITHUB_STATE"] || "";
  if (filePath) {
    return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
  }
  issueCommand("save-state", { name }, toCommandValue(value));
}
function getState(name) {
  return process.env[`STATE_${name}`] || "";
}

// src/action/runner-core.ts
var runnerCore = {
  debug,
  endGroup,
  error,
  getInput,
  getState,
  info,
  notice,
  saveState,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning
};

// src/model/duration.ts
var units = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
var durationPattern = /^[1-9][0-9]{0,8}[smhd]$/;
function milliseconds(text) {
  return Number(text.slice(0, -1)) * units[text.slice(-1)];
}

// src/model/problem.ts
function inputLocation(input) {
  return { file: null, input, line: null, column: null };
}
function showLocation({ file, input, line, column }) {
  if (file !== null) return [file, line, column].filter((part) => part !== null).join(":");
  return line === null ? `input ${input}` : `input ${input}, line ${line}, column ${column}`;
}
function showProblem({ at, source, message, remedy }) {
  return `${showLocation(source)}: ${at === "" ? "" : `${at}: `}${withRemedy({ message, remedy })}`;
}
function withRemedy({
  message,
  remedy
}) {
  if (remedy === "") return message;
  return /[.!?:\n]$/.test(message) ? `${message} ${remedy}` : `${message}. ${remedy}`;
}

// src/model/secret.ts
var hidden = "[secret]";
var Secret = class {
  #text;
  constructor(text) {
    this.#text = text;
  }
  reveal() {
    return this.#text;
  }
  toString() {
    return hidden;
  }
  toJSON() {
    return hidden;
  }
  [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
    return hidden;
  }
};

// src/inputs/go-values.ts
var units2 = { ms: 1, s: 1e3, m: 6e4, h: 36e5 };
function goDuration(text) {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text) * 1e3;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const sum = parts.reduce(
    (total, [, count, unit]) => total + Number(count) * units2[unit],
    0
  );
  return sum > 0 ? sum : null;
}
function goBoolean(text) {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text)) return true;
  return ["0", "f", "F", "false", "FALSE", "False"].includes(text) ? false : null;
}

// src/inputs/input-reader.ts
var InputReader = class {
  problems = [];
  specs;
  #textOf;
  #env;
  /** @param textOf the text of an input as the user wrote it; empty when it was left out */
  constructor(specs, textOf, env) {
    this.specs = specs;
    this.#textOf = textOf;
    this.#env = env;
  }
  /** What the user wrote, without surrounding white space. */
  given(name) {
    return this.#textOf(name).trim();
  }
  /** What the user wrote, else the environment variable that stands in, else the default; empty for none. */
  text(name) {
    return this.given(name) || this.#variable(name) || this.#default(name);
  }
  /** As {@link text}; `null` for none. */
  secret(name) {
    const text = this.text(name);
    return text === "" ? null : new Secret(text);
  }
  /** The entries of a list, one per line; empty lines are skipped. */
  lines(name) {
    return this.text(name).split("\n").map((line) => line.trim()).filter((line) => line !== "");
  }
  /** `true` or `false`; a variable may also hold what Go accepts. */
  boolean(name) {
    const text = this.text(name);
    const strict = text === "true" ? true : text === "false" || text === "" ? false : null;
    const value = this.#fromVariable(name) ? goBoolean(text) : strict;
    if (value !== null) return value;
    this.addProblem("invalid_boolean", name, `is "${text}".`, "Write `true` or `false`.");
    return this.#default(name) === "true";
  }
  /** Milliseconds. */
  duration(name) {
    const text = this.text(name);
    if (this.#fromVariable(name)) {
      const ms = goDuration(text);
      if (ms !== null) return ms;
      const remedy = "Write seconds, or a duration such as `90s`.";
      this.addProblem("invalid_duration", name, `is "${text}".`, remedy);
    } else {
      if (durationPattern.test(text)) return milliseconds(text);
      if (text === "0s" && this.#spec(name).allows_zero) return 0;
      const zero = this.#spec(name).allows_zero ? ", or `0s` for none" : "";
      const remedy = `Write a duration, such as \`90s\`, \`15m\` or \`12h\`${zero}.`;
      this.addProblem("invalid_duration", name, `is "${text}".`, remedy);
    }
    return milliseconds(this.#default(name));
  }
  /** A whole number within the input's bounds. */
  integer(name) {
    const text = this.text(name);
    const [min, max] = this.#spec(name).range ?? [0, Number.MAX_SAFE_INTEGER];
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    const remedy = `Write a whole number from ${min} to ${max}.`;
    this.addProblem("invalid_number", name, `is "${text}".`, remedy);
    return Number(this.#default(name));
  }
  /** One of the input's choices. */
  choice(name) {
    const text = this.text(name);
    const { choices = [] } = this.#spec(name);
    if (choices.includes(text)) return text;
    const fallback = this.#default(name);
    const remedy = `Write one of them, or leave ${name} out for ${fallback}.`;
    this.addProblem("invalid_choice", name, `is "${text}", not one of ${choices.join(", ")}.`, remedy);
    return fallback;
  }
  /** Some of the input's choices, in their own order; `null` when the input was left out. */
  choices(name) {
    const lines = this.lines(name);
    const { choices = [] } = this.#spec(name);
    for (const line of lines.filter((line2) => !choices.includes(line2))) {
      const message = `has the line "${line}", which is not one of ${choices.join(", ")}.`;
      this.addProblem("invalid_choice", name, message, "Write one of them per line.");
    }
    if (lines.length === 0) return null;
    return choices.filter((choice) => lines.includes(choice));
  }
  /**
   * Adds a problem with an input.
   *
   * @param message follows the input's name (or the variable's), and never repeats a secret
   */
  addProblem(code, name, message, remedy) {
    const { variable: variable2 } = this.#spec(name);
    const subject = this.#fromVariable(name) ? `${variable2} (for ${name})` : name;
    const source = inputLocation(name);
    this.problems.push({ code, at: "", source, message: `${subject} ${message}`, remedy });
  }
  #spec(name) {
    return this.specs[name];
  }
  #default(name) {
    const { default: text = "" } = this.#spec(name);
    return text.startsWith("${{") ? "" : text;
  }
  #variable(name) {
    const { variable: variable2 } = this.#spec(name);
    return variable2 === void 0 ? "" : (this.#env[variable2] ?? "").trim();
  }
  #fromVariable(name) {
    return this.given(name) === "" && this.#variable(name) !== "";
  }
};

// src/inputs/input-spec.ts
function namesOf(specs) {
  return Object.keys(specs);
}

// src/inputs/input-secrets.ts
function inputSecrets(reader, env) {
  const specs = reader.specs;
  const texts = [
    ...namesOf(reader.specs).flatMap((name) => {
      const form = specs[name]?.secret;
      return form === void 0 ? [] : secretParts[form](reader.text(name));
    }),
    ...proxyVariables.flatMap((name) => passwordsIn(env[name] ?? env[name.toUpperCase()] ?? ""))
  ];
  return [...new Set(texts)].filter((text) => text !== "").map((text) => new Secret(text));
}
var secretParts = {
  text: (text) => [text],
  structured: (text) => [text],
  pem: (text) => isPath(text) ? [] : [text],
  headers: (text) => text.split("\n").map(secretHeader)
};
var proxyVariables = ["https_proxy", "http_proxy"];
function isPath(text) {
  return text.length <= 256 && !text.includes("-----BEGIN");
}
function secretHeader(line) {
  return /^[^:]*(secret|token|authorization|password|cookie|key)[^:]*:(.*)$/i.exec(line)?.[2]?.trim() ?? "";
}
function passwordsIn(proxy) {
  const { password } = URL.canParse(proxy) ? new URL(proxy) : { password: "" };
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

// src/redact/secret-values.ts
function secretValues(secret) {
  const text = secret.trim();
  const values = jsonValues(text) ?? pemLines(text) ?? yamlValues(text) ?? plainValues(text);
  return [...new Set(values)].filter(isWorthMasking);
}
var publicFields = /* @__PURE__ */ new Set(["role", "name", "username", "method", "type", "endpoint"]);
function jsonValues(text) {
  if (!/^[[{]/.test(text)) return null;
  try {
    const data = JSON.parse(text);
    return [JSON.stringify(data), ...leaves(data)];
  } catch {
    return null;
  }
}
function leaves(data) {
  if (typeof data === "string") return plainValues(data).filter((value) => value.length >= 4);
  if (typeof data !== "object" || data === null) return [];
  const entries = Array.isArray(data) ? data.map((value) => ["", value]) : Object.entries(data);
  return entries.flatMap(
    ([field, value]) => publicFields.has(field) && typeof value === "string" ? [] : leaves(value)
  );
}
function pemLines(text) {
  if (!text.includes("-----BEGIN")) return null;
  return text.split(/\r?\n|\\n/).map((line) => line.trim()).filter((line) => /^[A-Za-z0-9+/=]{8,}$/.test(line));
}
function yamlValues(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const isMap = /^\{.*\}$/s.test(text) || lines.length > 1 && lines.every((line) => /^\s*[\w"'-]+\s*:(\s|$)/.test(line));
  if (!isMap) return null;
  const pairs = text.matchAll(/(?<field>[\w-]+)["']?\s*:\s+(?<value>"[^"]*"|'[^']*'|[^\s,{}[\]"']+)/g);
  return [...pairs].flatMap(({ groups }) => {
    const { field = "", value = "" } = groups ?? {};
    return publicFields.has(field) ? [] : [value.replace(/^(["'])(.*)\1$/, "$2")];
  });
}
function plainValues(text) {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.length === 1 ? lines : lines.filter((line) => line.length >= 8);
}
function isWorthMasking(value) {
  return value.length >= 12 || value.length > 1 && /[\p{L}\p{N}]/u.test(value);
}
function formsOf(value) {
  const base64 = Buffer.from(value).toString("base64");
  return [
    .../* @__PURE__ */ new Set([
      value,
      base64,
      base64.replace(/=+$/, ""),
      Buffer.from(value).toString("base64url"),
      urlEncoded(value),
      JSON.stringify(value).slice(1, -1)
    ])
  ];
}
function urlEncoded(value) {
  try {
    return encodeURIComponent(value);
  } catch {
    return value;
  }
}

// src/redact/redactor.ts
var redacted = "***";
var shortest = 4;
var distinctive = 8;
var Redactor = class {
  #forms = /* @__PURE__ */ new Set();
  #pattern = null;
  add(secrets) {
    const before = this.#forms.size;
    for (const secret of secrets) {
      const text = secret.reveal();
      for (const value of [...secretValues(text), text]) {
        if (value.length >= shortest) for (const form of formsOf(value)) this.#forms.add(form);
      }
    }
    if (this.#forms.size > before) this.#pattern = patternOf(this.#forms);
  }
  text(text) {
    return this.#pattern === null ? text : text.replace(this.#pattern, redacted);
  }
  /** Plain data with every string in it redacted, names of fields included; what holds no secret is not copied. */
  data(data) {
    if (this.#pattern === null) return data;
    return this.#walk(data);
  }
  #walk(data) {
    if (typeof data === "string") return this.text(data);
    if (Array.isArray(data)) {
      const items = data.map((item) => this.#walk(item));
      return items.every((item, index) => item === data[index]) ? data : items;
    }
    if (typeof data !== "object" || data === null) return data;
    const fields = Object.entries(data).map(
      ([name, value]) => [this.text(name), this.#walk(value), name, value]
    );
    const isClean = fields.every(([clean, cleaned, name, value]) => clean === name && cleaned === value);
    return isClean ? data : Object.fromEntries(fields.map(([name, value]) => [name, value]));
  }
};
function patternOf(forms) {
  const alternatives = [...forms].sort((a, b) => b.length - a.length).map((form) => {
    const literal = form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    return form.length >= distinctive ? literal : `(?<![\\w-])${literal}(?![\\w-])`;
  });
  return new RegExp(alternatives.join("|"), "g");
}

// node_modules/yocto-queue/index.js
var Node = class {
  value;
  next;
  constructor(value) {
    this.value = value;
  }
};
var Queue = class {
  #head;
  #tail;
  #size;
  constructor() {
    this.clear();
  }
  enqueue(value) {
    const node = new Node(value);
    if (this.#head) {
      this.#tail.next = node;
      this.#tail = node;
    } else {
      this.#head = node;
      this.#tail = node;
    }
    this.#size++;
  }
  dequeue() {
    const current = this.#head;
    if (!current) {
      return;
    }
    this.#head = this.#head.next;
    this.#size--;
    if (!this.#head) {
      this.#tail = void 0;
    }
    return current.value;
  }
  peek() {
    if (!this.#head) {
      return;
    }
    return this.#head.value;
  }
  clear() {
    this.#head = void 0;
    this.#tail = void 0;
    this.#size = 0;
  }
  get size() {
    return this.#size;
  }
  *[Symbol.iterator]() {
    let current = this.#head;
    while (current) {
      yield current.value;
      current = current.next;
    }
  }
  *drain() {
    while (this.#head) {
      yield this.dequeue();
    }
  }
};

// node_modules/p-limit/index.js
function pLimit(concurrency) {
  let rejectOnClear = false;
  if (typeof concurrency === "object") {
    ({ concurrency, rejectOnClear = false } = concurrency);
  }
  validateConcurrency(concurrency);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run2 = async (function_, resolve, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve, reject, arguments_) => {
    const queueItem = { reject };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run2.bind(void 0, function_, resolve, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
    enqueue(function_, resolve, reject, arguments_);
  });
  Object.defineProperties(generator, {
    activeCount: {
      get: () => activeCount
    },
    pendingCount: {
      get: () => queue.size
    },
    clearQueue: {
      value() {
        if (!rejectOnClear) {
          queue.clear();
          return;
        }
        const abortError = AbortSignal.abort().reason;
        while (queue.size > 0) {
          queue.dequeue().reject(abortError);
        }
      }
    },
    concurrency: {
      get: () => concurrency,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises2 = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises2.push(promise);
            return promise;
          });
        } catch (error2) {
          for (const promise of promises2) {
            promise.catch(() => {
            });
          }
          throw error2;
        }
        return Promise.all(promises2);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency) {
  if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}

// src/vault/http/abort.ts
var RequestAborted = class extends Error {
  name = "RequestAborted";
  code;
  constructor(code, message) {
    super(message);
    this.code = code;
  }
};
async function withTimeout(ms, reason, other, work) {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(reason), ms);
  try {
    return await work(AbortSignal.any([timer.signal, other]));
  } finally {
    clearTimeout(timeout);
  }
}
function abortedAfter(signal, ms) {
  const delayed = new AbortController();
  const cancelled = new RequestAborted("CANCELLED", "the run was cancelled");
  const start = () => setTimeout(() => delayed.abort(cancelled), ms).unref();
  if (signal.aborted) start();
  else signal.addEventListener("abort", start, { once: true });
  return delayed.signal;
}

// src/model/errors.ts
var RunError = class extends Error {
  name = "RunError";
  /** Stable and machine-readable, such as `permission_denied`; `docs/troubleshooting.md` lists them. */
  code;
  remedy;
  constructor(code, message, remedy, options) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
};

// src/vault/http/vault-error.ts
var VaultError = class _VaultError extends RunError {
  name = "VaultError";
  request;
  /** `null` without an answer. */
  status;
  /** The errors in Vault's answer. */
  errors;
  request_id;
  verdict;
  /** Milliseconds that the server asked to wait; `null` when it did not. */
  retry_after;
  #happened;
  /** @param happened the rest of a sentence that begins with the request */
  constructor(code, asked, happened, remedy, detail = {}) {
    const { status = null, errors = [], request_id = null, verdict = "final", retry_after = null } = detail;
    const id = request_id === null ? "" : ` (request id ${request_id})`;
    super(code, `${asked.method} ${asked.path}: ${happened}${id}`, remedy, { cause: detail.cause });
    this.request = asked;
    this.status = status;
    this.errors = errors;
    this.request_id = request_id;
    this.verdict = verdict;
    this.retry_after = retry_after;
    this.#happened = happened;
  }
  /** The same error under a code that says what was rejected. */
  named(code) {
    const { request, status, errors, request_id, remedy, cause } = this;
    return new _VaultError(code, request, this.#happened, remedy, { status, errors, request_id, cause });
  }
  /** The same error, final now, with more detail. */
  with(more, { code = this.code, remedy = this.remedy, cause = this.cause } = {}) {
    const { request, status, errors, request_id } = this;
    const happened = `${this.#happened}; ${more}`;
    return new _VaultError(code, request, happened, remedy, { status, errors, request_id, cause });
  }
};

// src/vault/http/vault-path.ts
function segmentsOf(path) {
  return path.flatMap((part) => part.split("/")).filter((segment) => segment !== "");
}
function joinNamespaces(...namespaces) {
  return segmentsOf(namespaces).join("/");
}
function urlOf(base, path, query = "") {
  const segments = segmentsOf(path);
  const bad = segments.find((segment) => /^\.\.?$/.test(segment));
  if (bad !== void 0) {
    const remedy = `Remove "${bad}" from it: Vault accepts no relative paths.`;
    throw new RunError("invalid_path", `${segments.join("/")} is not a path in Vault`, remedy);
  }
  const prefix = base.pathname.replace(/\/+$/, "");
  return new URL(`${prefix}/v1/${segments.map(encodeURIComponent).join("/")}${query}`, base);
}

// src/vault/http/capabilities.ts
function capabilitiesFor({ method, query }) {
  if (query !== "") return ["list"];
  return { GET: ["read"], PUT: ["create", "update"], DELETE: ["delete"] }[method];
}
async function explainDenial(error2, call, ask) {
  const path = segmentsOf([call.namespace.slice(call.home.length), ...call.path]).join("/");
  const question = {
    ...call,
    namespace: call.home,
    method: "PUT",
    path: ["sys", "capabilities-self"],
    query: "",
    body: { paths: [path] }
  };
  const answer = await ask(question).catch((cause) => cause);
  if (answer instanceof VaultError && answer.status === 403) {
    return error2.with("Vault does not accept this token", {
      code: "token_invalid",
      remedy: "The token is mistyped, has expired, was revoked, belongs to another namespace, or lacks the policy `default`: check it with `vault token lookup`."
    });
  }
  const held = heldOn(path, answer);
  if (held === null) return error2;
  const needed = capabilitiesFor(call);
  const has = held.length === 0 || held.includes("deny") ? "no capability" : `only ${quoted(held, "and")}`;
  if (needed.some((capability) => held.includes(capability)) || held.includes("root")) {
    return error2.with(
      `the token has ${quoted(held, "and")} on this path, so something other than its policies denies the request`,
      {
        remedy: "Check its policies for required or denied parameters, Sentinel policies, and the CIDR bounds of the token."
      }
    );
  }
  return error2.with(`it needs ${quoted(needed, "or")} on this path, and the token has ${has}`);
}
function heldOn(path, answer) {
  if (typeof answer !== "object" || answer === null || !("data" in answer)) return null;
  const data = answer.data;
  const held = data?.[path] ?? data?.["capabilities"];
  return Array.isArray(held) ? held.filter((capability) => typeof capability === "string") : null;
}
function quoted(names, word) {
  return names.map((name) => `"${name}"`).join(` ${word} `);
}

// src/vault/http/consistency.ts
var SeenState = class {
  #newest = null;
  /** The value of `X-Vault-Index`; `null` when Vault has not given any. */
  get header() {
    return this.#newest?.header ?? null;
  }
  /** @param header an answer's `X-Vault-Index`, or `null` */
  note(header) {
    const state = header === null ? null : stateOf(header);
    if (state !== null && (this.#newest === null || isNewer(state, this.#newest))) this.#newest = state;
  }
};
function stateOf(header) {
  const text = Buffer.from(header, "base64").toString();
  const [, cluster, local, replicated] = /^v1:([^:]+):(\d+):(\d+):/.exec(text) ?? [];
  if (cluster === void 0 || local === void 0 || replicated === void 0) return null;
  return { header, cluster, index: [BigInt(local), BigInt(replicated)] };
}
function isNewer({ cluster, index: [local, replicated] }, than) {
  if (cluster !== than.cluster) return true;
  return local > than.index[0] || local === than.index[0] && replicated > than.index[1];
}

// src/effects/no-proxy.ts
var import_node_net = require("node:net");
function isExcluded(target, list) {
  const host = withoutTrailingDot(target.hostname.replace(/^\[|\]$/g, ""));
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return list.toLowerCase().split(/[\s,]+/).filter((entry) => entry !== "").some((entry) => entry === "*" || excludes(entry, host, port));
}
function excludes(entry, host, port) {
  const range = /^\[?(?<base>[^\]/]+)\]?\/(?<bits>\d{1,3})$/.exec(entry)?.groups;
  if (range !== void 0) return isInRange(host, range["base"], Number(range["bits"]));
  const { name = entry, only = port } = (bracketed.exec(entry) ?? named.exec(entry))?.groups ?? {};
  if (only !== port) return false;
  if ((0, import_node_net.isIP)(host) !== 0) return isInRange(host, name, (0, import_node_net.isIP)(name) === 4 ? 32 : 128);
  const domain = withoutTrailingDot(name);
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}
var bracketed = /^\[(?<name>[^\]]+)\](?::(?<only>\d+))?$/;
var named = /^\*?\.?(?<name>[^:]+)(?::(?<only>\d+))?$/;
function isInRange(host, base, bits) {
  const family = (0, import_node_net.isIP)(base);
  if (family === 0 || (0, import_node_net.isIP)(host) === 0 || bits > (family === 4 ? 32 : 128)) return false;
  const range = new import_node_net.BlockList();
  range.addSubnet(base, bits, family === 4 ? "ipv4" : "ipv6");
  return range.check(host, (0, import_node_net.isIP)(host) === 4 ? "ipv4" : "ipv6");
}
function withoutTrailingDot(name) {
  return name.replace(/\.$/, "");
}

// src/effects/proxy.ts
function proxyFor(target, env) {
  const scheme = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const found = variable(scheme, env);
  if (found === "" || isExcluded(target, variable("no_proxy", env))) return null;
  const text = found.includes("://") ? found : `http://${found}`;
  const proxy = URL.canParse(text) ? new URL(text) : null;
  if (proxy !== null && /^https?:$/.test(proxy.protocol)) return proxy;
  throw new RunError(
    "invalid_proxy",
    `${scheme.toUpperCase()} is not an http or https URL`,
    "Write it as http://host:port or http://user:password@host:port, with special characters percent-encoded."
  );
}
function proxyAuthorization(proxy) {
  if (proxy.username === "" && proxy.password === "") return null;
  const credentials = [proxy.username, proxy.password].map(percentDecoded).join(":");
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}
var proxyErrorPrefix = "PROXY_";
function proxyError({ host }, error2) {
  return Object.assign(
    new Error(`the proxy ${host} cannot be reached: ${messageOf(error2)}`, { cause: error2 }),
    {
      code: `${proxyErrorPrefix}${error2.code ?? "ERROR"}`
    }
  );
}
function messageOf(error2) {
  const { errors } = error2;
  return error2.message === "" && Array.isArray(errors) ? String(errors[0].message) : error2.message;
}
function percentDecoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
function variable(name, env) {
  return (env[name] || env[name.toUpperCase()] || "").trim();
}

// src/vault/http/retry-policy.ts
var defaultRetryPolicy = {
  tries: 6,
  first_delay: 500,
  longest_delay: 8e3,
  grace: 4e3
};
var withoutEffect = /* @__PURE__ */ new Set([412, 425, 429, 472, 473]);
function verdictOnStatus(status) {
  if (withoutEffect.has(status)) return "repeat";
  return status === 408 || status >= 500 && status !== 501 ? "uncertain" : "final";
}
var noConnection = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "CONNECT_TIMEOUT"
]);
var lost = /* @__PURE__ */ new Set([
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "REQUEST_TIMEOUT",
  "ANSWER_CUT_OFF"
]);
function verdictOnCode(code) {
  if (noConnection.has(code)) return "repeat";
  return lost.has(code) || code.startsWith("HPE_") ? "uncertain" : "final";
}
function delayBefore(attempts, asked, limits) {
  const full = Math.min(limits.first_delay * 2 ** (attempts - 1), limits.longest_delay);
  return Math.max(Math.round(full * (0.5 + Math.random() / 2)), asked ?? 0);
}
function retryAfter(header, clock) {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1e3;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - clock.now().getTime());
}

// src/vault/http/connection-error.ts
var explanations = [
  {
    code: "tls_untrusted",
    names: /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|INVALID_CA/,
    remedy: "Set `ca_certificate` to the CA that signed Vault's certificate (a PEM, its base64, or a path)."
  },
  {
    code: "tls_expired",
    names: /CERT_(HAS_EXPIRED|NOT_YET_VALID)/,
    remedy: "Renew Vault's certificate, and check the runner's clock."
  },
  {
    code: "tls_server_name",
    names: /ERR_TLS_CERT_ALTNAME_INVALID/,
    remedy: "Use a host name from Vault's certificate in `url`, or set `tls_server_name` to one."
  },
  {
    code: "tls_not_spoken",
    names: /ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE)|EPROTO/,
    remedy: "The server on this port does not speak TLS: check the port, or write `http://` in `url`."
  },
  {
    code: "tls_client_certificate",
    names: /ERR_SSL_.*ALERT|ERR_SSL_.*HANDSHAKE/,
    remedy: "Vault ended the TLS handshake. If it requires client certificates, set `client_certificate` and `client_key` to one that it trusts."
  },
  {
    code: "connection_refused",
    names: /^ECONNREFUSED$/,
    remedy: "Nothing listens there: check the address and port in `url`, and that Vault is running."
  },
  {
    code: "host_not_found",
    names: /^(ENOTFOUND|EAI_AGAIN)$/,
    remedy: "The name does not resolve from this runner: check `url`, or use a runner inside Vault’s network."
  },
  {
    code: "unreachable",
    names: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|CONNECT_TIMEOUT)$/,
    remedy: "No route from this runner to Vault: check firewall and proxy (`HTTPS_PROXY`), or use a runner inside Vault’s network."
  },
  {
    code: "run_timeout",
    names: /^RUN_TIMEOUT$/,
    remedy: "Raise `timeout`, and run again: completed steps are kept."
  },
  {
    code: "cancelled",
    names: /^CANCELLED$/,
    remedy: "Run again: completed steps are kept."
  },
  {
    code: "timeout",
    names: /TIMEOUT|^ETIMEDOUT$/,
    remedy: "Raise `request_timeout`, or check why Vault is slow."
  }
];
var closedWithoutTls = "`url` begins with `http://`: if Vault speaks TLS on this port, write `https://`. ";
var proxyStatus = new RegExp(`^${proxyErrorPrefix}HTTP_(\\d+)$`);
function connectionError(asked, error2, route, isPlain = false) {
  const { code, message } = whatFailed(error2);
  const refused = proxyStatus.exec(code);
  if (refused) return proxyRefused(asked, Number(refused[1]), route, error2);
  if (code.startsWith(proxyErrorPrefix)) return proxyUnreachable(asked, code, message, route, error2);
  const explanation = explanations.find(({ names }) => names.test(code));
  const spokenTo = isPlain && explanation === void 0 ? closedWithoutTls : "";
  return new VaultError(
    explanation?.code ?? "connection_lost",
    asked,
    `no answer from ${route}: ${message}${message.includes(code) ? "" : ` (${code})`}`,
    explanation?.remedy ?? `${spokenTo}Run again: completed steps are kept. If it happens again, check the network between the runner and Vault, and set \`client_certificate\` and \`client_key\` if Vault requires them.`,
    { verdict: verdictOnCode(code), cause: error2 }
  );
}
function proxyRefused(asked, status, route, cause) {
  return new VaultError(
    "proxy_refused",
    asked,
    `no answer from ${route}: the proxy answered ${status} to CONNECT`,
    status === 407 ? "Set the user name and password of the proxy: `HTTPS_PROXY: http://user:password@host:port`." : "Check the proxy's rules for Vault's address, or exclude it with `NO_PROXY`.",
    { verdict: status >= 500 ? "repeat" : "final", cause }
  );
}
function proxyUnreachable(asked, code, message, route, cause) {
  return new VaultError(
    "proxy_unreachable",
    asked,
    `no answer from ${route}: ${message}`,
    "Check the proxy's address in `HTTPS_PROXY` or `HTTP_PROXY`, or list Vault's host in `NO_PROXY` to connect to it directly.",
    { verdict: verdictOnCode(code.slice(proxyErrorPrefix.length)), cause }
  );
}
function whatFailed(error2) {
  const { code, name, message, reason, errors } = error2;
  if (message === "" && Array.isArray(errors) && errors.length > 0) return whatFailed(errors[0]);
  return { code: String(code ?? name), message: String(reason ?? message) };
}

// src/model/parse-json.ts
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

// src/vault/http/error-response.ts
var ownEndpoint = /(^|\/)(sys|auth)\//;
var explanations2 = [
  {
    code: "aws_throttled",
    status: null,
    words: /ThrottlingException|TooManyRequests|RequestLimitExceeded|rate exceeded/i,
    remedy: "The AWS account has reached its request quotas: run again, or request higher quotas from AWS."
  },
  {
    code: "sealed",
    status: /^503$/,
    words: /sealed/i,
    remedy: "Unseal Vault (`vault operator unseal`), or wait until its auto-unseal has done so, then run again."
  },
  {
    code: "standby",
    status: /^47[23]$/,
    words: null,
    remedy: "Point `url` at the active node, or at a load balancer that sends requests there (`sys/leader` names it)."
  },
  {
    code: "not_caught_up",
    status: /^412$/,
    words: null,
    remedy: "This standby lags behind its active node: point `url` at the active node, or run again later."
  },
  {
    code: "rate_limited",
    status: /^429$/,
    words: null,
    remedy: "Lower `max_concurrency`, or raise the rate limit quota (`sys/quotas/rate-limit`)."
  },
  {
    code: "token_too_large",
    status: /^431$/,
    words: null,
    remedy: "Vault accepts tokens of up to 8 KB: use a service token, or a batch token with fewer policies and less metadata."
  },
  {
    code: "tls_required",
    status: /^400$/,
    words: /HTTP request to an HTTPS server/i,
    remedy: "Vault speaks TLS on this port: write `https://` in `url`."
  },
  {
    code: "tls_server_name",
    status: /^421$/,
    words: null,
    remedy: "The server does not serve the host name of this connection: check `url` and `tls_server_name`, and any proxy in front of Vault."
  },
  {
    code: "namespace_not_found",
    status: /^40[04]$/,
    words: /namespace.*(not found|does not exist|invalid)/i,
    remedy: "Check `vault_namespace`, `auth_namespace` and the declared `namespace` (the last is relative to the first); `vault namespace list` lists the namespaces."
  },
  {
    code: "enterprise_required",
    status: null,
    words: /enterprise|licen[sc]e|(unknown|unsupported) backend type|plugin not found in the catalog/i,
    remedy: "The keymgmt engine needs Vault Enterprise with the Advanced Data Protection module, or HCP Vault; for tests, `npm run emulator` has one."
  },
  {
    code: "not_found",
    status: /^40[45]$/,
    words: /unsupported (path|operation)|no handler for route|route entry not found/i,
    path: ownEndpoint,
    remedy: "This Vault does not serve the endpoint: check that the namespace exists (`vault_namespace`, `namespace`), `auth_path` for a login, and the version of Vault otherwise."
  },
  {
    code: "no_engine",
    status: /^404$/,
    words: /no handler for route|route entry not found/i,
    remedy: "Nothing is mounted there: check `path` and the namespace, or set `create_mount: true`."
  },
  {
    code: "not_keymgmt",
    status: /^40[45]$/,
    words: /unsupported (path|operation)/i,
    remedy: "The engine mounted there does not know this path: is it of type keymgmt (`vault secrets list`)?"
  },
  {
    code: "permission_denied",
    status: /^40[13]$/,
    words: null,
    remedy: "Attach a policy that allows it: the command `policy` prints the least-privilege policy of each command."
  },
  {
    code: "not_found",
    status: /^404$/,
    words: null,
    remedy: "Check the name and the namespace."
  },
  {
    code: "request_rejected",
    status: /^41[34]$/,
    words: null,
    remedy: "The request is too large for Vault or a proxy in front of it: raise `max_request_size` of the listener, or the limit of the proxy."
  },
  {
    code: "timeout",
    status: /^408$/,
    words: null,
    remedy: "The server waited too long for the request: check the network between the runner and Vault."
  },
  {
    code: "unavailable",
    status: /^5/,
    words: /./,
    remedy: "Check Vault's server log for this request, then run again: completed steps are kept."
  },
  {
    code: "unavailable",
    status: /^5/,
    words: null,
    remedy: "The answer gives no reason: check Vault's server log, and any proxy or load balancer, then run again: completed steps are kept."
  },
  {
    code: "request_rejected",
    status: /^4/,
    words: /./,
    remedy: "Correct what the quoted answer names."
  },
  {
    code: "request_rejected",
    status: /^4/,
    words: null,
    remedy: "The answer gives no reason: check Vault's server log, and any proxy or load balancer between the runner and Vault."
  }
];
var otherStatus = {
  code: "not_vault",
  remedy: "Vault gives no such status: check `url`, and any proxy or load balancer between the runner and Vault."
};
function errorFromResponse(asked, received) {
  const { status, retry_after } = received;
  const json = parse(received.text);
  if (json === null && looksLikePage(received)) return notVaultError(asked, received);
  const errors = errorsIn(json) ?? (received.text.trim() === "" ? [] : [received.text.trim().slice(0, 500)]);
  const said = errors.join("; ");
  const { code, remedy } = explanations2.find(
    (one) => (one.status?.test(String(status)) ?? true) && (one.words?.test(said) ?? true) && (one.path?.test(asked.path) ?? true)
  ) ?? otherStatus;
  return new VaultError(code, asked, `Vault answered ${status}${said === "" ? "" : `: "${said}"`}`, remedy, {
    status,
    errors,
    request_id: requestId(json),
    verdict: code === "aws_throttled" ? "uncertain" : verdictOnStatus(status),
    retry_after
  });
}
function notVaultError(asked, { status, text, content_type, retry_after }) {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
  const json = text.trimStart().startsWith("{") ? `other JSON, ${text.trim().slice(0, 100)}` : content_type;
  const what = title ? `a page, "${title.slice(0, 100)}"` : json || "no content type";
  return new VaultError(
    "not_vault",
    asked,
    `the answer, ${status}, is not Vault's JSON but ${what}`,
    "Something other than Vault answers there: check `url` (address and port, without a path such as /ui), and any proxy or load balancer between the runner and Vault.",
    { status, verdict: verdictOnStatus(status), retry_after }
  );
}
var mostErrors = 20;
var longestError = 2e3;
function errorsIn(json) {
  if (typeof json !== "object" || json === null || !("errors" in json) || !Array.isArray(json.errors))
    return null;
  return json.errors.slice(0, mostErrors).map((error2) => typeof error2 === "string" ? onOneLine(error2) : JSON.stringify(error2)).map((error2) => error2.length > longestError ? `${error2.slice(0, longestError)}…` : error2);
}
function onOneLine(error2) {
  const items = error2.replace(/^\d+ errors? occurred:\s*/, "").split(/^\s*\* /m);
  return items.flatMap((item) => item.trim().replaceAll(/\s*\n\s*/g, " ") || []).join("; ");
}
function parse(text) {
  return parseJson(text) ?? null;
}
function looksLikePage({ content_type, text }) {
  return /html/i.test(content_type) || /^\s*<(!doctype|html)/i.test(text);
}
function requestId(json) {
  if (typeof json !== "object" || json === null || !("request_id" in json)) return null;
  return typeof json.request_id === "string" && json.request_id !== "" ? json.request_id : null;
}

// src/vault/http/read-body.ts
var largestAnswer = 1024 * 1024;
var AnswerTooLarge = class extends Error {
  name = "AnswerTooLarge";
};
async function readBody(body, length) {
  const chunks = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > largestAnswer) {
      const known = length === null ? `more than ${largestAnswer}` : length;
      throw new AnswerTooLarge(`the answer has ${known} bytes; at most ${largestAnswer} are read`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

// src/vault/http/redirects.ts
var followed = /* @__PURE__ */ new Set([301, 302, 307, 308]);
function redirectTarget(asked, from, { status, location }, mayRedirectTo) {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isVault = to !== null && /\/v1\//.test(to.pathname);
  if (isVault && to.protocol === from.protocol && followed.has(status)) {
    if (to.origin === from.origin || mayRedirectTo(to)) return to;
    throw new VaultError(
      "redirected",
      asked,
      `${from.origin} redirects to ${to.origin}, which is not allowed; nothing was sent there`,
      "Allow the address of every Vault node, or correct `api_addr` of the active node.",
      { status }
    );
  }
  const target = to === null ? `"${location.slice(0, 200)}", which is not a URL` : addressOf(to);
  throw new VaultError(
    "redirected",
    asked,
    `${addressOf(from)} redirects to ${target} (${status}), which is not followed`,
    isVault ? `Set \`url\` to ${to.origin}, if that is your Vault.` : "A sign-in page or a gateway stands before Vault: set `url` to the address of Vault itself, or let the runner pass it (`extra_headers`, `client_certificate`).",
    { status }
  );
}
function redirectedTwice(asked, hops, next) {
  const end = URL.canParse(next.location, hops[1].href) ? addressOf(new URL(next.location, hops[1])) : next.location;
  return new VaultError(
    "redirected",
    asked,
    `${addressOf(hops[0])} redirects to ${addressOf(hops[1])}, which redirects to ${end.slice(0, 500)}; only one redirect is followed`,
    "Set `url` to the active node, or to a load balancer that sends requests there. If the addresses are those of your nodes, check `api_addr` of the active one: it must name its own address.",
    { status: next.status }
  );
}
function addressOf({ origin, pathname }) {
  return `${origin}${pathname}`;
}

// src/vault/http/request-body.ts
function wireBody(body) {
  return JSON.stringify(revealed(body));
}
function revealed(value) {
  if (value instanceof Secret) return value.reveal();
  if (isList(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}
function isList(value) {
  return Array.isArray(value);
}

// src/vault/http/exchange.ts
function askedBy({ method, namespace, path, query }) {
  return { method: query === "" ? method : "LIST", path: segmentsOf([namespace, ...path]).join("/") };
}
async function exchange(call, signal, effects) {
  const { log } = effects;
  const asked = askedBy(call);
  const received = await sendFollowing(call, signal, effects);
  if (received.status === 204) return null;
  if (received.status === 404 && call.method !== "PUT" && hasNoErrors(received)) return null;
  if (call.absent.includes(received.status)) return null;
  if (received.status === 404 && isForeignJson(received)) throw notVaultError(asked, received);
  if (received.status < 200 || received.status > 299) throw errorFromResponse(asked, received);
  const answer = parse(received.text);
  if (typeof answer !== "object" || answer === null) throw notVaultError(asked, received);
  assertNotControlGroup(asked, answer);
  for (const warning2 of warningsIn(answer)) {
    log.warning(`${asked.method} ${asked.path}: Vault warns: ${warning2}`);
  }
  return answer;
}
async function sendFollowing(call, signal, effects) {
  const { settings, mayRedirectTo } = effects;
  const asked = askedBy(call);
  const first = urlOf(settings.url, call.path, call.query);
  const received = await send(call, first, signal, effects);
  if (received.redirect === null) return received;
  const second = redirectTarget(asked, first, received.redirect, mayRedirectTo);
  announce(first, second, effects);
  const answer = await send(call, second, signal, effects);
  if (answer.redirect !== null) throw redirectedTwice(asked, [first, second], answer.redirect);
  return answer;
}
function announce(from, to, { settings, announced, log }) {
  const pair = `${from.origin} redirects to ${to.origin}`;
  if (from.origin === to.origin || announced.has(pair)) return;
  announced.add(pair);
  const certificate = settings.tls.cert === null ? "" : ", and the client certificate,";
  const kept = Object.keys(settings.extra_headers).length === 0 ? "" : "; `extra_headers` are not";
  log.info(`${pair}, as a standby does: the token${certificate} is sent there as well${kept}`);
}
async function send(call, url, signal, effects) {
  const { routes: routes2, clock, log } = effects;
  const { method, path } = askedBy(call);
  const route = routes2.to(url);
  const started = clock.now().getTime();
  const logEnd = (how) => log.debug(`${method} ${path}: ${how} (${clock.now().getTime() - started} ms)`);
  try {
    const received = await over(route, call, url, signal, effects);
    const id = requestId(parse(received.text));
    logEnd(`${received.status}${id === null ? "" : `, request id ${id}`}`);
    return received;
  } catch (error2) {
    if (error2 instanceof AnswerTooLarge) throw tooLarge({ method, path }, error2);
    logEnd("no answer");
    throw connectionError({ method, path }, error2, route.shown, url.protocol === "http:");
  }
}
async function over(route, call, url, signal, effects) {
  const { status, headers, text } = await route.send({
    method: call.method,
    url,
    headers: headersOf(call, url, effects),
    body: call.body === null ? null : wireBody(call.body),
    signal
  });
  const header = (name) => [headers[name] ?? []].flat()[0] ?? null;
  const location = header("location");
  effects.seen.note(header("x-vault-index"));
  return {
    status,
    text,
    content_type: header("content-type") ?? "",
    retry_after: retryAfter(header("retry-after"), effects.clock),
    redirect: location !== null && status >= 300 && status < 400 ? { status, location } : null
  };
}
function tooLarge(asked, { message }) {
  const remedy = "Check that `url` is the address of Vault. A mount with that many keys or providers has to be split.";
  return new VaultError("unexpected_answer", asked, message, remedy);
}
function headersOf({ namespace, token, body }, url, { settings, seen }) {
  return {
    ...url.origin === settings.url.origin ? settings.extra_headers : {},
    "user-agent": settings.user_agent,
    "x-vault-request": "true",
    ...namespace === "" ? {} : { "x-vault-namespace": namespace },
    ...token === null ? {} : { "x-vault-token": token.reveal() },
    ...seen.header === null ? {} : { "x-vault-index": seen.header },
    ...body === null ? {} : { "content-type": "application/json" }
  };
}
function hasNoErrors({ text }) {
  const answer = parse(text);
  if (typeof answer !== "object" || answer === null) return false;
  if ("errors" in answer) return Array.isArray(answer.errors) && answer.errors.length === 0;
  return "data" in answer || "warnings" in answer;
}
function isForeignJson({ text }) {
  const answer = parse(text);
  return typeof answer === "object" && answer !== null && !["errors", "data", "warnings"].some((field) => field in answer);
}
function assertNotControlGroup(asked, { wrap_info }) {
  if (typeof wrap_info !== "object" || wrap_info === null || !("accessor" in wrap_info)) return;
  throw new VaultError(
    "approval_required",
    asked,
    `a control group has to approve this request first (accessor ${wrap_info.accessor}); nothing was done`,
    "Exclude the path from the control group for this token, or have an approver authorize the accessor (`vault write sys/control-group/authorize accessor=…`) and send the request by hand.",
    { status: 200 }
  );
}
function warningsIn({ warnings }) {
  return Array.isArray(warnings) ? warnings.filter((warning2) => typeof warning2 === "string").slice(0, 20) : [];
}

// src/effects/proxy-agents.ts
var import_node_http = require("node:http");
var import_node_https = require("node:https");

// node_modules/hpagent/index.mjs
var import_index = __toESM(require_hpagent(), 1);
var HttpProxyAgent = import_index.default.HttpProxyAgent;
var HttpsProxyAgent = import_index.default.HttpsProxyAgent;

// src/effects/proxy-agents.ts
var keepAlive = { keepAlive: true, maxSockets: 50 };
function agentsFor(url, env, settings = {}) {
  const proxy = proxyFor(url, env);
  const options = { ...keepAlive, ...settings };
  if (proxy === null) return { httpAgent: new import_node_http.Agent(options), httpsAgent: new import_node_https.Agent(options) };
  const proxied = { ...options, ...throughProxy(proxy) };
  return { httpAgent: new HttpProxy(proxied), httpsAgent: new HttpsProxy(proxied) };
}
function throughProxy(proxy) {
  const authorization = proxyAuthorization(proxy);
  const bare = new URL(proxy);
  bare.username = "";
  bare.password = "";
  const headers = authorization === null ? {} : { "proxy-authorization": authorization };
  return { proxy: bare, proxyRequestOptions: { headers } };
}
var HttpProxy = class extends HttpProxyAgent {
  createConnection(...[options, callback]) {
    return super.createConnection(withoutTimeout(options), namingProxy(this, callback));
  }
};
var HttpsProxy = class extends HttpsProxyAgent {
  createConnection(...[options, callback]) {
    return super.createConnection(withoutTimeout(options), namingProxy(this, callback));
  }
};
function withoutTimeout(options) {
  return { ...options, timeout: void 0 };
}
function namingProxy(agent, callback) {
  const { proxy } = agent;
  return callback && ((error2, socket) => callback(error2 && fromProxy(proxy, error2), socket));
}
function fromProxy(proxy, error2) {
  const status = /^Bad response: (\d+)$/.exec(error2.message)?.[1];
  if (status === void 0) return proxyError(proxy, error2);
  return Object.assign(new Error(`the proxy ${proxy.host} answered ${status} to CONNECT`), {
    code: `${proxyErrorPrefix}HTTP_${status}`
  });
}

// src/vault/http/send-request.ts
var import_node_http2 = require("node:http");
var import_node_https2 = require("node:https");
var AnswerCutOff = class extends Error {
  name = "AnswerCutOff";
  code = "ANSWER_CUT_OFF";
  constructor(status) {
    super(`status ${status} arrived, its whole body did not`);
  }
};
var connectTime = 1e4;
async function sendRequest(agent, { method, url, headers, body, signal }) {
  let status = 0;
  try {
    const answer = await new Promise((resolve, reject) => {
      const open2 = url.protocol === "https:" ? import_node_https2.request : import_node_http2.request;
      const sent = open2(url, { method, headers, agent, signal }, resolve);
      const timer = setTimeout(() => sent.destroy(connectTimeout(url)), connectTime);
      const opened = () => clearTimeout(timer);
      sent.on("socket", (socket) => {
        if (!socket.connecting) return opened();
        socket.once("connect", opened);
      });
      sent.on("close", opened);
      sent.on("error", reject);
      sent.end(body ?? void 0);
    });
    const { "content-length": length = null } = answer.headers;
    status = answer.statusCode ?? 0;
    return { status, headers: answer.headers, text: await readBody(answer, length) };
  } catch (error2) {
    if (!signal.aborted) throw error2;
    throw isDecided(status) && signal.reason.code === "REQUEST_TIMEOUT" ? new AnswerCutOff(status) : signal.reason;
  }
}
function isDecided(status) {
  return status >= 200 && status < 500;
}
function connectTimeout({ host }) {
  return Object.assign(new Error(`no connection to ${host} within ${connectTime / 1e3} s`), {
    code: "CONNECT_TIMEOUT"
  });
}

// src/vault/http/routes.ts
function routes(tls, connections, env) {
  const made = /* @__PURE__ */ new Map();
  return {
    to(url) {
      const route = made.get(url.origin) ?? open(url, tls, connections, env);
      made.set(url.origin, route);
      return route;
    },
    async close() {
      await Promise.all([...made.values()].map((route) => route.close()));
      made.clear();
    }
  };
}
var idleTime = 4e3;
function open(url, tls, connections, env) {
  const proxy = proxyFor(url, env);
  const agents = agentsFor(url, env, {
    ...tlsOptions(tls),
    maxSockets: connections,
    maxFreeSockets: connections,
    timeout: idleTime
  });
  const agent = url.protocol === "https:" ? agents.httpsAgent : agents.httpAgent;
  const inFlight = /* @__PURE__ */ new Set();
  return {
    shown: proxy === null ? url.host : `${url.host} through the proxy ${proxy.host}`,
    async send(request) {
      const sent = sendRequest(agent, request);
      inFlight.add(sent);
      return sent.finally(() => inFlight.delete(sent));
    },
    async close() {
      await Promise.allSettled(inFlight);
      agent.destroy();
    }
  };
}
function tlsOptions({ ca, cert, key, server_name, skip_verify }) {
  return {
    ...ca === null ? {} : { ca },
    ...cert === null ? {} : { cert },
    ...key === null ? {} : { key: key.reveal() },
    ...server_name === null ? {} : { servername: server_name },
    rejectUnauthorized: !skip_verify
  };
}

// src/vault/http/send-with-retry.ts
async function sendWithRetry(once, { tookEffect, slow = false, pace, onResend = () => {
} }, effects) {
  const { signal, contact } = effects;
  await pace?.ready();
  for (let attempts = 1; ; attempts++) {
    const outcome = await once().then(
      (answer) => ({ answer }),
      (error3) => ({ error: error3 })
    );
    contact.answered ||= "answer" in outcome || outcome.error.status != null;
    if ("answer" in outcome) {
      pace?.accepted();
      return outcome.answer;
    }
    const { error: error2 } = outcome;
    if (!(error2 instanceof VaultError) || signal.aborted) throw error2;
    if (error2.verdict === "final") {
      if (await isDoneByOther(error2, tookEffect, slow, effects)) return null;
      throw error2;
    }
    const readBack = error2.verdict === "uncertain" ? tookEffect : void 0;
    const asked = pace?.failed(error2) ?? null;
    if (slow && readBack !== void 0 && continuesInVault(error2))
      return await untilDone(error2, readBack, effects);
    const last = attempts >= triesFor(error2, effects) && !isThrottled(error2);
    if (last && readBack === void 0) throw error2;
    const delay = asked ?? delayBefore(attempts, error2.retry_after, effects.limits);
    await pause(error2, attempts, delay, last ? "reading whether it took effect" : "retrying", effects);
    if (readBack !== void 0 && await hasTakenEffect(error2, readBack, effects)) {
      if (slow) effects.log.warning(`${error2.request.method} ${error2.request.path}: ${unproven}`);
      return null;
    }
    if (last) throw error2;
    onResend(error2);
  }
}
var firstContactTries = 3;
function triesFor({ code }, { limits, contact }) {
  return code === "connection_refused" && !contact.answered ? Math.min(firstContactTries, limits.tries) : limits.tries;
}
var rejections = /* @__PURE__ */ new Set([400, 404, 409]);
async function isDoneByOther(error2, readBack, slow, { log }) {
  if (readBack === void 0 || !rejections.has(error2.status)) return false;
  const done = await readBack().catch(() => false);
  const message = `${error2.message}; what it asks for is there already, so the run continues`;
  if (done && slow) log.warning(`${message}. ${unproven}`);
  else if (done) log.info(message);
  return done;
}
var unproven = "This rests on Vault's record alone, which does not show whether AWS accepted every part of the write. Run verify.";
function isThrottled({ code }) {
  return code === "aws_throttled";
}
function continuesInVault({ code, status }) {
  return code === "timeout" || status === 504;
}
async function untilDone(error2, readBack, effects) {
  effects.log.info(`${error2.message}; Vault continues it, so the run waits for its effect`);
  for (let reads = 1; ; reads++) {
    await wait(delayBefore(reads, null, effects.limits), error2, effects);
    if (await hasTakenEffect(error2, readBack, effects)) return null;
  }
}
async function hasTakenEffect(error2, readBack, { log }) {
  const done = await readBack().catch((cause) => {
    throw error2.with(`whether it took effect is unknown: ${cause.message}`, { cause });
  });
  if (done)
    log.info(`${error2.request.method} ${error2.request.path}: it took effect, only its answer was lost`);
  return done;
}
async function pause(error2, attempts, delay, next, effects) {
  const { log, contact } = effects;
  const seconds = (delay / 1e3).toFixed(1);
  const of = isThrottled(error2) ? "" : ` of ${triesFor(error2, effects)}`;
  const { method, path } = error2.request;
  const failure = `${attempts} ${error2.message.replace(`${method} ${path}: `, "")}`;
  if (error2.status !== null || contact.answered || !contact.logged.has(failure))
    log.info(`${error2.message}; ${next} in ${seconds} s (attempt ${attempts}${of} failed)`);
  contact.logged.add(failure);
  await wait(delay, error2, effects);
}
async function wait(delay, error2, { clock, signal, deadline }) {
  if (clock.now().getTime() + delay >= deadline) {
    throw error2.with("the `timeout` of the run leaves no time for another attempt");
  }
  await clock.sleep(delay, signal).catch(() => {
    throw error2.with("the run was cancelled before another attempt");
  });
}

// src/vault/http/shared-pause.ts
var SharedPause = class {
  #until = Number.NEGATIVE_INFINITY;
  /** Notes the pause of an answer. Times are in milliseconds since the epoch. */
  note({ status, retry_after }, now) {
    if (retry_after !== null && (status === 429 || status === 503))
      this.#until = Math.max(this.#until, now + retry_after);
  }
  /**
   * How long a request has to wait.
   *
   * @param spread requests that wait together continue within so many milliseconds, not all at once
   */
  left(now, spread) {
    return now >= this.#until ? 0 : this.#until - now + Math.round(Math.random() * spread);
  }
};

// src/vault/http/connect.ts
function connect(settings, effects, limits = defaultRetryPolicy) {
  const { clock, log, env, signal, mayRedirectTo = () => true } = effects;
  if (settings.tls.skip_verify) {
    log.warning(
      "tls_skip_verify is true: the server is not verified, and any server that answers gets the secrets. Use ca_certificate instead."
    );
  }
  if (settings.url.protocol === "http:" && !isLoopback(settings.url)) {
    log.warning(`url is ${settings.url.origin}: tokens and credentials are sent unencrypted. Use https.`);
  }
  const openRoutes = routes(settings.tls, settings.max_concurrency, env);
  const seen = new SeenState();
  const announced = /* @__PURE__ */ new Set();
  const contact = { answered: false, logged: /* @__PURE__ */ new Set() };
  const deadline = clock.now().getTime() + settings.timeout;
  const inTurn = pLimit(settings.max_concurrency);
  const cancelled = { read: abortedAfter(signal, 0), write: abortedAfter(signal, limits.grace) };
  const pause2 = new SharedPause();
  const keepPause = async (call) => {
    const now = clock.now().getTime();
    const time = pause2.left(now, limits.first_delay);
    if (time === 0) return;
    if (now + time >= deadline)
      throw notSent(
        call,
        "run_timeout",
        "Vault asked for a pause (Retry-After) that ends after the `timeout` of the run",
        "Raise `timeout`, or run again later."
      );
    await clock.sleep(time, signal).catch(() => {
    });
  };
  const attempt = async (call, kind) => {
    await keepPause(call);
    const left = deadline - clock.now().getTime();
    if (signal.aborted) throw notSent(call, "cancelled", "the run was cancelled", "Run again.");
    if (left <= 0)
      throw notSent(
        call,
        "run_timeout",
        "the `timeout` of the run has passed",
        "Raise `timeout`, and run again."
      );
    const time = Math.min(left, settings.request_timeout);
    const reason = left < settings.request_timeout ? new RequestAborted("RUN_TIMEOUT", "none before the `timeout` of the run") : new RequestAborted("REQUEST_TIMEOUT", `none within ${time / 1e3} s`);
    return withTimeout(
      time,
      reason,
      cancelled[kind],
      (end) => exchange(call, end, {
        settings,
        routes: openRoutes,
        seen,
        announced,
        clock,
        log,
        mayRedirectTo
      })
    ).catch((error2) => {
      if (error2 instanceof VaultError) pause2.note(error2, clock.now().getTime());
      throw error2;
    });
  };
  const send2 = async ({ source, ...call }, kind, options = {}, turn = inTurn) => {
    const ask = (other) => turn(async () => attempt({ ...other, token: await tokenOf(source) }, kind));
    const once = () => turn(async () => {
      const token = await tokenOf(source);
      options.pace?.sent();
      return attempt({ ...call, token }, kind);
    });
    try {
      return await sendWithRetry(once, options, { limits, clock, log, signal, deadline, contact });
    } catch (error2) {
      if (!(error2 instanceof VaultError) || source === null) throw error2;
      if (error2.code !== "permission_denied" && error2.code !== "token_invalid") throw error2;
      const denied = source instanceof Secret ? error2 : source.explain(error2);
      throw denied.code === "permission_denied" ? await explainDenial(denied, call, ask) : denied;
    }
  };
  const as = (source, base) => {
    const call = ({ namespace, path }, rest) => ({
      namespace: joinNamespaces(base, namespace),
      home: base,
      path,
      query: "",
      body: null,
      source,
      absent: [],
      ...rest
    });
    return {
      async get(at, { absent = [] } = {}) {
        const answer = await send2(call(at, { method: "GET", absent }), "read");
        return answer === null ? null : dataOf(answer);
      },
      async list(at) {
        const answer = await send2(call(at, { method: "GET", query: "?list=true" }), "read");
        const keys = answer === null ? [] : dataOf(answer)["keys"];
        return Array.isArray(keys) ? keys.map(String) : [];
      },
      async put(at, body, write) {
        const answer = await send2(call(at, { method: "PUT", body }), "write", write);
        return answer === null ? null : dataOf(answer);
      },
      async delete(at, write) {
        await send2(call(at, { method: "DELETE" }), "write", write);
      },
      async authenticate(at, body, renewed) {
        const login = { ...call(at, { method: "PUT", body }), source: renewed ?? null };
        const answer = await send2(login, "write", {}, (work) => work());
        const auth = answer?.["auth"];
        if (typeof auth === "object" && auth !== null) return auth;
        throw new VaultError(
          "no_token",
          askedBy(login),
          "Vault answered without a token",
          "Check that `auth_path` is the mount of a login method."
        );
      },
      with: (change) => as(change.token ?? source, change.namespace ?? base),
      close: () => openRoutes.close()
    };
  };
  return as(null, settings.namespace);
}
async function tokenOf(source) {
  return source === null || source instanceof Secret ? source : source.current();
}
function isLoopback({ hostname }) {
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
function notSent(call, code, why, remedy) {
  return new VaultError(code, askedBy(call), `not sent: ${why}`, remedy);
}
function dataOf(answer) {
  const { data } = answer;
  return typeof data === "object" && data !== null ? data : answer;
}

// src/vault/login/revoke-token.ts
async function revokeToken(connection, { token, namespace, accessor, expires }) {
  try {
    await connection.with({ token, namespace }).put({ namespace: "", path: ["auth/token/revoke-self"] }, {});
    return null;
  } catch (error2) {
    if (error2 instanceof VaultError && error2.code === "token_invalid") return null;
    const until = expires === null ? "" : ` until ${expires.toISOString()}`;
    return `The Vault token (accessor ${accessor ?? "unknown"}) could not be revoked and may be valid${until}: ${error2.message}`;
  }
}

// src/vault/settings/connection-inputs.ts
var connectionInputs = {
  url: { description: "Address of Vault, such as `https://vault.example.com:8200`.", variable: "VAULT_ADDR" },
  vault_namespace: {
    description: "Namespace of the connection. Declared namespaces are relative to it.",
    variable: "VAULT_NAMESPACE"
  },
  ca_certificate: {
    description: "CA that signed Vault's certificate: a PEM, base64 of a PEM, or a path.",
    variable: "VAULT_CACERT"
  },
  client_certificate: {
    description: "Client certificate to present to Vault: a PEM, base64 of a PEM, or a path.",
    variable: "VAULT_CLIENT_CERT"
  },
  client_key: {
    description: "Private key of `client_certificate`: a PEM, base64 of a PEM, or a path.",
    variable: "VAULT_CLIENT_KEY",
    secret: "pem"
  },
  tls_server_name: {
    description: "Name in Vault's certificate, when it is not the host of `url`.",
    variable: "VAULT_TLS_SERVER_NAME"
  },
  tls_skip_verify: {
    description: "`true` disables certificate verification. For local tests only.",
    type: "boolean",
    default: "false",
    variable: "VAULT_SKIP_VERIFY"
  },
  extra_headers: {
    description: "Headers for each request to Vault, as `name: value`, one per line.",
    type: "list",
    secret: "headers"
  },
  request_timeout: {
    description: "Time limit for one request, such as `90s`.",
    type: "duration",
    default: "60s",
    variable: "VAULT_CLIENT_TIMEOUT"
  },
  timeout: {
    description: "Time limit for all requests together.",
    type: "duration",
    default: "15m"
  },
  max_concurrency: {
    description: "Upper bound for requests and connections at the same time. Reads use it at once; writes start lower, and adapt to what Vault and AWS accept.",
    type: "integer",
    range: [1, 64],
    default: "64"
  }
};

// src/vault/settings/pem.ts
var import_node_crypto = require("node:crypto");

// src/effects/read-text-file.ts
var import_node_fs = require("node:fs");
var UnreadableFile = class extends Error {
  name = "UnreadableFile";
  code;
  /** @param message the rest of a sentence that begins with the file's name */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
};
function readTextFile(path, limit) {
  const file = (0, import_node_fs.openSync)(path, import_node_fs.constants.O_RDONLY | import_node_fs.constants.O_NONBLOCK);
  try {
    if (!(0, import_node_fs.fstatSync)(file).isFile()) throw new UnreadableFile("NOT_REGULAR", "is not a regular file");
    const bytes = Buffer.alloc(limit + 1);
    let length = 0;
    for (let read = 1; read > 0 && length <= limit; length += read) {
      read = (0, import_node_fs.readSync)(file, bytes, length, limit + 1 - length, null);
    }
    if (length > limit) throw new UnreadableFile("TOO_LARGE", `is larger than ${limit} bytes`);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
  } catch (error2) {
    if (error2.code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error2;
    throw new UnreadableFile("NOT_UTF8", "is not UTF-8 text");
  } finally {
    (0, import_node_fs.closeSync)(file);
  }
}

// src/vault/settings/pem.ts
function readPem(text, kind) {
  const given = text.trim();
  const direct = decoded(given);
  if (direct !== null) return checked(direct, kind);
  if (/[\n\r]/.test(given) || given.length > 4096) return { wrong: `is ${described(given)}; ${wanted}` };
  let content;
  try {
    content = readTextFile(given, largestFile).trim();
  } catch (error2) {
    if (error2 instanceof UnreadableFile) return { wrong: unreadable[error2.code] };
    const { code } = error2;
    if (code === "ENOENT" || code === "ENAMETOOLONG" || code === "ENOTDIR") {
      return { wrong: `is ${described(given)}, and no file has that name; ${wanted}` };
    }
    return { wrong: `is the path of a file that cannot be read (${code})` };
  }
  const within = decoded(content);
  return within === null ? { wrong: `is the path of a file that holds ${described(content)}; ${wanted}` } : checked(within, kind);
}
var largestFile = 1024 * 1024;
var unreadable = {
  NOT_REGULAR: "is a path that does not name a regular file",
  TOO_LARGE: `is the path of a file of more than ${largestFile} bytes`,
  NOT_UTF8: "is the path of a file that holds binary data (DER?); give a PEM"
};
var wanted = "give a PEM, base64 of a PEM, or the path of a file with a PEM.";
function decoded(text) {
  if (text.includes("-----BEGIN ")) return text;
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return null;
  const inner = Buffer.from(text, "base64").toString("latin1");
  return inner.includes("-----BEGIN ") ? inner.trim() : null;
}
function described(text) {
  if (text === "") return "nothing";
  if (/^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/.test(text)) return "base64 of something that is not a PEM";
  return text.includes("\0") || text.includes("�") ? "binary data (DER?)" : `text of ${text.length} characters`;
}
function checked(pem, kind) {
  const labels = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label]) => label ?? "");
  const fits = (label) => kind === "certificate" ? label === "CERTIFICATE" : label.endsWith("PRIVATE KEY");
  if (!labels.some(fits))
    return { wrong: `holds a PEM of ${labels.join(", ") || "nothing"}, but no ${kind}.` };
  if (kind === "private key" && /ENCRYPTED/.test(pem))
    return { wrong: "holds an encrypted private key; decrypt it." };
  try {
    if (kind === "private key") (0, import_node_crypto.createPrivateKey)(pem);
    else for (const block of pem.match(certificates) ?? [""]) new import_node_crypto.X509Certificate(block);
  } catch {
    return { wrong: `holds a damaged ${kind}; check that it is complete and has its line breaks.` };
  }
  return { pem };
}
var certificates = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
function keyFits(certificate, key) {
  return new import_node_crypto.X509Certificate(certificate).checkPrivateKey((0, import_node_crypto.createPrivateKey)(key));
}

// src/vault/settings/connection-settings.ts
function readConnection(reader, userAgent2) {
  const url = addressFrom(reader);
  const rest = {
    namespace: namespaceOf(reader),
    extra_headers: headersFrom(reader),
    tls: tlsFrom(reader),
    request_timeout: reader.duration("request_timeout"),
    timeout: reader.duration("timeout"),
    max_concurrency: reader.integer("max_concurrency"),
    user_agent: userAgent2
  };
  return url === null ? null : { url, ...rest };
}
function namespaceOf(reader) {
  return segmentsOf([reader.text("vault_namespace")]).join("/");
}
function addressFrom(reader) {
  const text = reader.text("url");
  const fail = (message, remedy) => reader.addProblem("invalid_url", "url", message, remedy);
  if (text === "") {
    fail("is missing.", "Give Vault's address, such as `https://vault.example.com:8200` (or `VAULT_ADDR`).");
    return null;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    fail(
      "is not an http or https URL.",
      "Write scheme, host and port, such as `https://vault.example.com:8200`."
    );
  } else if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    fail("holds more than an address.", "Leave out user name, password, query and fragment.");
  } else if (/\/(v1|ui)(\/|$)/.test(url.pathname)) {
    fail(`has the path ${url.pathname}.`, "Leave the path out: `https://vault.example.com:8200`.");
  }
  return url;
}
var reservedHeaders = /* @__PURE__ */ new Set([
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "upgrade",
  "expect",
  "te"
]);
function headersFrom(reader) {
  const lines = reader.text("extra_headers").split("\n");
  const entries = lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)\s*$/.exec(line) ?? [];
    if (name !== void 0 && value !== void 0 && !reservedHeaders.has(name.toLowerCase()))
      return [[name.toLowerCase(), value]];
    const remedy = name === void 0 ? "Write one header per line, as `name: value`." : `Leave ${name} out: the connection sets it.`;
    reader.addProblem("invalid_header", "extra_headers", `has no valid header in line ${index + 1}.`, remedy);
    return [];
  });
  return Object.fromEntries(entries);
}
function tlsFrom(reader) {
  const ca = pemFrom(reader, "ca_certificate", "certificate");
  const cert = pemFrom(reader, "client_certificate", "certificate");
  const key = pemFrom(reader, "client_key", "private key");
  const given = {
    client_certificate: reader.text("client_certificate"),
    client_key: reader.text("client_key")
  };
  if (given.client_certificate !== "" && given.client_key === "") {
    reader.addProblem(
      "missing_input",
      "client_key",
      "is missing.",
      "Give the private key of client_certificate, too."
    );
  }
  if (given.client_certificate === "" && given.client_key !== "") {
    const remedy = "Give the certificate of client_key, too.";
    reader.addProblem("missing_input", "client_certificate", "is missing.", remedy);
  }
  if (cert !== null && key !== null && !keyFits(cert, key)) {
    const remedy = "Give the key that the certificate was made for; in a chain, its certificate comes first.";
    reader.addProblem("invalid_pem", "client_key", "does not belong to client_certificate.", remedy);
  }
  return {
    ca,
    cert,
    key: key === null ? null : new Secret(key),
    server_name: reader.text("tls_server_name") || null,
    skip_verify: reader.boolean("tls_skip_verify")
  };
}
function pemFrom(reader, input, kind) {
  const text = reader.text(input);
  if (text === "") return null;
  const outcome = readPem(text, kind);
  if ("pem" in outcome) return outcome.pem;
  reader.addProblem("invalid_pem", input, outcome.wrong, "");
  return null;
}

// src/action/mask-secrets.ts
function masker(core) {
  const masked = /* @__PURE__ */ new Set();
  return (secrets) => {
    for (const secret of secrets) {
      const text = secret.reveal();
      const values = secretValues(text);
      const forms = [...values, ...[text, ...values].map((value) => Buffer.from(value).toString("base64"))];
      for (const form of forms) {
        if (form !== "" && !masked.has(form)) core.setSecret(form);
        masked.add(form);
      }
    }
  };
}

// src/version.ts
var version = "0.1.0";

// src/action/read-provenance.ts
function provenanceFrom(env) {
  return {
    repository: env["GITHUB_REPOSITORY"] || null,
    commit: env["GITHUB_SHA"] || null,
    run_id: env["GITHUB_RUN_ID"] || null,
    run_attempt: env["GITHUB_RUN_ATTEMPT"] || null,
    actor: env["GITHUB_ACTOR"] || null,
    workflow: workflowFile(env["GITHUB_WORKFLOW_REF"] ?? "") || env["GITHUB_WORKFLOW"] || null,
    ref: env["GITHUB_HEAD_REF"] || env["GITHUB_REF_NAME"] || null,
    run_url: runUrl(env),
    tool_version: version,
    manifest_sha256: null
  };
}
function workflowFile(ref) {
  return /^[^/]+\/[^/]+\/(?<file>[^@]+)@/.exec(ref)?.groups?.["file"] ?? "";
}
function runUrl(env) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run2 } = env;
  return server && repository && run2 ? `${server}/${repository}/actions/runs/${run2}` : null;
}
function userAgent({ tool_version, run_id, run_attempt }) {
  const run2 = run_id === null ? "" : ` (run ${run_id}/${run_attempt ?? "1"})`;
  return `vault-keymgmt-aws-kms/${tool_version}${run2}`;
}

// src/render/plain.ts
var import_node_util = require("node:util");
function plain(text) {
  return (0, import_node_util.stripVTControlCharacters)(text.replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")).replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, "").replace(new RegExp("\\p{Cs}", "gu"), "�");
}
function oneLine(text) {
  return plain(text).replace(/\s+/g, " ").trim();
}
function clip(text, length) {
  return text.length <= length ? text : `${text.slice(0, length).replace(new RegExp("\\p{Cs}$", "u"), "")}…`;
}

// src/action/runner-log.ts
var longestLine = 2e4;
var mostLines = 2e3;
var lastLines = 20;
function runnerLog(core, clock, { redact = (text) => text, onProgress } = {}) {
  const shown = (line) => clip(plain(redact(line)), longestLine);
  let lines = { print: core.info };
  return {
    debug: (line) => core.debug(shown(line)),
    info: (line) => {
      for (const part of plain(redact(line)).split("\n")) lines.print(harmless(clip(part, longestLine)));
    },
    notice: (line, source) => core.notice(shown(line), annotation(source)),
    warning: (line, source) => core.warning(shown(line), annotation(source)),
    error: (line, source) => core.error(shown(line), annotation(source)),
    progress: onProgress ?? everyFewSeconds(clock, ({ line }) => core.info(harmless(`… ${shown(line)}`))),
    group: async (title, work) => {
      const started = clock.now().getTime();
      core.startGroup(oneLine(shown(title)));
      const outer = lines;
      const own = new LineLimit(core.info);
      lines = own;
      try {
        return await work();
      } finally {
        own.end();
        lines = outer;
        const seconds = (clock.now().getTime() - started) / 1e3;
        if (seconds >= 0.1) core.info(`(${seconds.toFixed(1)} s)`);
        core.endGroup();
      }
    }
  };
}
var progressInterval = 2e3;
function everyFewSeconds(clock, show) {
  let shown = null;
  return (state) => {
    const now = clock.now().getTime();
    shown ??= now;
    if (now - shown < progressInterval) return;
    shown = now;
    show(state);
  };
}
var LineLimit = class {
  #print;
  #kept = [];
  #count = 0;
  constructor(print) {
    this.#print = print;
  }
  print(line) {
    this.#count += 1;
    if (this.#count <= mostLines) {
      this.#print(line);
    } else {
      this.#kept.push(line);
      if (this.#kept.length > lastLines) this.#kept.shift();
    }
  }
  end() {
    const skipped = this.#count - mostLines - this.#kept.length;
    if (skipped > 0)
      this.#print(`… ${skipped} more lines: the report file (output report_path) has all of them.`);
    for (const line of this.#kept) this.#print(line);
  }
};
function harmless(line) {
  return line.replace(/^(\s*):(?=:)/, "$1:​").replaceAll("##[", "#​#[");
}
function annotation(source) {
  if (source === void 0 || source.file === null) return {};
  return {
    file: oneLine(source.file),
    ...source.line === null ? {} : { startLine: source.line },
    ...source.column === null ? {} : { startColumn: source.column }
  };
}

// src/action/session.ts
var postBudget = 1e4;
async function endSession({ core, env, clock }) {
  const token = new Secret(core.getState("token"));
  if (token.reveal() === "") return;
  const reader = new InputReader(connectionInputs, (name) => core.getInput(name), env);
  const secrets = [token, ...inputSecrets(reader, env)];
  masker(core)(secrets);
  const redactor = new Redactor();
  redactor.add(secrets);
  const log = runnerLog(core, clock, { redact: (text) => redactor.text(text) });
  const expires = core.getState("expires");
  const session = {
    token,
    ours: true,
    accessor: core.getState("accessor") || null,
    namespace: core.getState("namespace"),
    expires: expires === "" ? null : new Date(expires)
  };
  const settings = readConnection(reader, userAgent(provenanceFrom(env)));
  if (settings === null || reader.problems.length > 0) {
    const why = reader.problems.map(showProblem).join(" ");
    log.warning(`The Vault token (accessor ${session.accessor ?? "unknown"}) was not revoked: ${why}`);
    return;
  }
  await revokeNow(session, settings, { log, env, clock }, postBudget);
}
async function revokeNow(session, settings, { log, env, clock }, time) {
  if (!session.ours) return;
  const timeout = Math.max(500, time);
  const limited = { ...settings, timeout, request_timeout: Math.min(settings.request_timeout, timeout) };
  const end = new AbortController();
  const connection = connect(limited, { clock, log, env, signal: end.signal });
  try {
    const warning2 = await revokeToken(connection, session);
    if (warning2 === null) log.info(`Revoked the Vault token (accessor ${session.accessor ?? "unknown"}).`);
    else log.warning(warning2);
  } finally {
    end.abort();
    await connection.close();
  }
}

// src/action/post.ts
async function run() {
  if (refuseOutsideGitHub(process.env, process.stderr)) return;
  await endSession({ core: runnerCore, env: process.env, clock: systemClock });
}
run().catch((error2) => runnerCore.warning(error2 instanceof Error ? error2.message : String(error2))).then(() => flushOutput([process.stdout, process.stderr])).finally(() => process.exit(0));
