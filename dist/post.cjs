"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/tunnel/lib/tunnel.js
var require_tunnel = __commonJS({
  "node_modules/tunnel/lib/tunnel.js"(exports2) {
    "use strict";
    var net = require("net");
    var tls = require("tls");
    var http2 = require("http");
    var https2 = require("https");
    var events2 = require("events");
    var assert = require("assert");
    var util = require("util");
    exports2.httpOverHttp = httpOverHttp2;
    exports2.httpsOverHttp = httpsOverHttp2;
    exports2.httpOverHttps = httpOverHttps2;
    exports2.httpsOverHttps = httpsOverHttps2;
    function httpOverHttp2(options) {
      var agent = new TunnelingAgent(options);
      agent.request = http2.request;
      return agent;
    }
    function httpsOverHttp2(options) {
      var agent = new TunnelingAgent(options);
      agent.request = http2.request;
      agent.createSocket = createSecureSocket;
      agent.defaultPort = 443;
      return agent;
    }
    function httpOverHttps2(options) {
      var agent = new TunnelingAgent(options);
      agent.request = https2.request;
      return agent;
    }
    function httpsOverHttps2(options) {
      var agent = new TunnelingAgent(options);
      agent.request = https2.request;
      agent.createSocket = createSecureSocket;
      agent.defaultPort = 443;
      return agent;
    }
    function TunnelingAgent(options) {
      var self = this;
      self.options = options || {};
      self.proxyOptions = self.options.proxy || {};
      self.maxSockets = self.options.maxSockets || http2.Agent.defaultMaxSockets;
      self.requests = [];
      self.sockets = [];
      self.on("free", function onFree(socket, host, port, localAddress) {
        var options2 = toOptions(host, port, localAddress);
        for (var i = 0, len = self.requests.length; i < len; ++i) {
          var pending = self.requests[i];
          if (pending.host === options2.host && pending.port === options2.port) {
            self.requests.splice(i, 1);
            pending.request.onSocket(socket);
            return;
          }
        }
        socket.destroy();
        self.removeSocket(socket);
      });
    }
    util.inherits(TunnelingAgent, events2.EventEmitter);
    TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
      var self = this;
      var options = mergeOptions({ request: req }, self.options, toOptions(host, port, localAddress));
      if (self.sockets.length >= this.maxSockets) {
        self.requests.push(options);
        return;
      }
      self.createSocket(options, function(socket) {
        socket.on("free", onFree);
        socket.on("close", onCloseOrRemove);
        socket.on("agentRemove", onCloseOrRemove);
        req.onSocket(socket);
        function onFree() {
          self.emit("free", socket, options);
        }
        function onCloseOrRemove(err) {
          self.removeSocket(socket);
          socket.removeListener("free", onFree);
          socket.removeListener("close", onCloseOrRemove);
          socket.removeListener("agentRemove", onCloseOrRemove);
        }
      });
    };
    TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
      var self = this;
      var placeholder = {};
      self.sockets.push(placeholder);
      var connectOptions = mergeOptions({}, self.proxyOptions, {
        method: "CONNECT",
        path: options.host + ":" + options.port,
        agent: false,
        headers: {
          host: options.host + ":" + options.port
        }
      });
      if (options.localAddress) {
        connectOptions.localAddress = options.localAddress;
      }
      if (connectOptions.proxyAuth) {
        connectOptions.headers = connectOptions.headers || {};
        connectOptions.headers["Proxy-Authorization"] = "Basic " + new Buffer(connectOptions.proxyAuth).toString("base64");
      }
      debug2("making CONNECT request");
      var connectReq = self.request(connectOptions);
      connectReq.useChunkedEncodingByDefault = false;
      connectReq.once("response", onResponse);
      connectReq.once("upgrade", onUpgrade);
      connectReq.once("connect", onConnect);
      connectReq.once("error", onError);
      connectReq.end();
      function onResponse(res) {
        res.upgrade = true;
      }
      function onUpgrade(res, socket, head) {
        process.nextTick(function() {
          onConnect(res, socket, head);
        });
      }
      function onConnect(res, socket, head) {
        connectReq.removeAllListeners();
        socket.removeAllListeners();
        if (res.statusCode !== 200) {
          debug2(
            "tunneling socket could not be established, statusCode=%d",
            res.statusCode
          );
          socket.destroy();
          var error2 = new Error("tunneling socket could not be established, statusCode=" + res.statusCode);
          error2.code = "ECONNRESET";
          options.request.emit("error", error2);
          self.removeSocket(placeholder);
          return;
        }
        if (head.length > 0) {
          debug2("got illegal response body from proxy");
          socket.destroy();
          var error2 = new Error("got illegal response body from proxy");
          error2.code = "ECONNRESET";
          options.request.emit("error", error2);
          self.removeSocket(placeholder);
          return;
        }
        debug2("tunneling connection has established");
        self.sockets[self.sockets.indexOf(placeholder)] = socket;
        return cb(socket);
      }
      function onError(cause) {
        connectReq.removeAllListeners();
        debug2(
          "tunneling socket could not be established, cause=%s\n",
          cause.message,
          cause.stack
        );
        var error2 = new Error("tunneling socket could not be established, cause=" + cause.message);
        error2.code = "ECONNRESET";
        options.request.emit("error", error2);
        self.removeSocket(placeholder);
      }
    };
    TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
      var pos = this.sockets.indexOf(socket);
      if (pos === -1) {
        return;
      }
      this.sockets.splice(pos, 1);
      var pending = this.requests.shift();
      if (pending) {
        this.createSocket(pending, function(socket2) {
          pending.request.onSocket(socket2);
        });
      }
    };
    function createSecureSocket(options, cb) {
      var self = this;
      TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
        var hostHeader = options.request.getHeader("host");
        var tlsOptions2 = mergeOptions({}, self.options, {
          socket,
          servername: hostHeader ? hostHeader.replace(/:.*$/, "") : options.host
        });
        var secureSocket = tls.connect(0, tlsOptions2);
        self.sockets[self.sockets.indexOf(socket)] = secureSocket;
        cb(secureSocket);
      });
    }
    function toOptions(host, port, localAddress) {
      if (typeof host === "string") {
        return {
          host,
          port,
          localAddress
        };
      }
      return host;
    }
    function mergeOptions(target) {
      for (var i = 1, len = arguments.length; i < len; ++i) {
        var overrides = arguments[i];
        if (typeof overrides === "object") {
          var keys = Object.keys(overrides);
          for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
            var k = keys[j];
            if (overrides[k] !== void 0) {
              target[k] = overrides[k];
            }
          }
        }
      }
      return target;
    }
    var debug2;
    if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
      debug2 = function() {
        var args = Array.prototype.slice.call(arguments);
        if (typeof args[0] === "string") {
          args[0] = "TUNNEL: " + args[0];
        } else {
          args.unshift("TUNNEL:");
        }
        console.error.apply(console, args);
      };
    } else {
      debug2 = function() {
      };
    }
    exports2.debug = debug2;
  }
});

// node_modules/tunnel/index.js
var require_tunnel2 = __commonJS({
  "node_modules/tunnel/index.js"(exports2, module2) {
    module2.exports = require_tunnel();
  }
});

// node_modules/@actions/core/lib/core.js
var core_exports = {};
__export(core_exports, {
  ExitCode: () => ExitCode,
  addPath: () => addPath,
  debug: () => debug,
  endGroup: () => endGroup,
  error: () => error,
  exportVariable: () => exportVariable,
  getBooleanInput: () => getBooleanInput,
  getIDToken: () => getIDToken,
  getInput: () => getInput,
  getMultilineInput: () => getMultilineInput,
  getState: () => getState,
  group: () => group,
  info: () => info,
  isDebug: () => isDebug,
  markdownSummary: () => markdownSummary,
  notice: () => notice,
  platform: () => platform_exports,
  saveState: () => saveState,
  setCommandEcho: () => setCommandEcho,
  setFailed: () => setFailed,
  setOutput: () => setOutput,
  setSecret: () => setSecret,
  startGroup: () => startGroup,
  summary: () => summary,
  toPlatformPath: () => toPlatformPath,
  toPosixPath: () => toPosixPath,
  toWin32Path: () => toWin32Path,
  warning: () => warning
});

// node_modules/@actions/core/lib/command.js
var os = __toESM(require("os"), 1);

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
var crypto = __toESM(require("crypto"), 1);
var fs = __toESM(require("fs"), 1);
var os2 = __toESM(require("os"), 1);
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
  const delimiter3 = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter3)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter3}"`);
  }
  if (convertedValue.includes(delimiter3)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter3}"`);
  }
  return `${key}<<${delimiter3}${os2.EOL}${convertedValue}${os2.EOL}${delimiter3}`;
}

// node_modules/@actions/core/lib/core.js
var os5 = __toESM(require("os"), 1);
var path5 = __toESM(require("path"), 1);

// node_modules/@actions/http-client/lib/index.js
var http = __toESM(require("http"), 1);
var https = __toESM(require("https"), 1);

// node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
  const usingSsl = reqUrl.protocol === "https:";
  if (checkBypass(reqUrl)) {
    return void 0;
  }
  const proxyVar = (() => {
    if (usingSsl) {
      return process.env["https_proxy"] || process.env["HTTPS_PROXY"];
    } else {
      return process.env["http_proxy"] || process.env["HTTP_PROXY"];
    }
  })();
  if (proxyVar) {
    try {
      return new DecodedURL(proxyVar);
    } catch (_a) {
      if (!proxyVar.startsWith("http://") && !proxyVar.startsWith("https://"))
        return new DecodedURL(`http://${proxyVar}`);
    }
  } else {
    return void 0;
  }
}
function checkBypass(reqUrl) {
  if (!reqUrl.hostname) {
    return false;
  }
  const reqHost = reqUrl.hostname;
  if (isLoopbackAddress(reqHost)) {
    return true;
  }
  const noProxy = process.env["no_proxy"] || process.env["NO_PROXY"] || "";
  if (!noProxy) {
    return false;
  }
  let reqPort;
  if (reqUrl.port) {
    reqPort = Number(reqUrl.port);
  } else if (reqUrl.protocol === "http:") {
    reqPort = 80;
  } else if (reqUrl.protocol === "https:") {
    reqPort = 443;
  }
  const upperReqHosts = [reqUrl.hostname.toUpperCase()];
  if (typeof reqPort === "number") {
    upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
  }
  for (const upperNoProxyItem of noProxy.split(",").map((x) => x.trim().toUpperCase()).filter((x) => x)) {
    if (upperNoProxyItem === "*" || upperReqHosts.some((x) => x === upperNoProxyItem || x.endsWith(`.${upperNoProxyItem}`) || upperNoProxyItem.startsWith(".") && x.endsWith(`${upperNoProxyItem}`))) {
      return true;
    }
  }
  return false;
}
function isLoopbackAddress(host) {
  const hostLower = host.toLowerCase();
  return hostLower === "localhost" || hostLower.startsWith("127.") || hostLower.startsWith("[::1]") || hostLower.startsWith("[0:0:0:0:0:0:0:1]");
}
var DecodedURL = class extends URL {
  constructor(url, base) {
    super(url, base);
    this._decodedUsername = decodeURIComponent(super.username);
    this._decodedPassword = decodeURIComponent(super.password);
  }
  get username() {
    return this._decodedUsername;
  }
  get password() {
    return this._decodedPassword;
  }
};

// node_modules/@actions/http-client/lib/index.js
var tunnel = __toESM(require_tunnel2(), 1);
var import_undici = require("./lib/undici.cjs");
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var HttpCodes;
(function(HttpCodes2) {
  HttpCodes2[HttpCodes2["OK"] = 200] = "OK";
  HttpCodes2[HttpCodes2["MultipleChoices"] = 300] = "MultipleChoices";
  HttpCodes2[HttpCodes2["MovedPermanently"] = 301] = "MovedPermanently";
  HttpCodes2[HttpCodes2["ResourceMoved"] = 302] = "ResourceMoved";
  HttpCodes2[HttpCodes2["SeeOther"] = 303] = "SeeOther";
  HttpCodes2[HttpCodes2["NotModified"] = 304] = "NotModified";
  HttpCodes2[HttpCodes2["UseProxy"] = 305] = "UseProxy";
  HttpCodes2[HttpCodes2["SwitchProxy"] = 306] = "SwitchProxy";
  HttpCodes2[HttpCodes2["TemporaryRedirect"] = 307] = "TemporaryRedirect";
  HttpCodes2[HttpCodes2["PermanentRedirect"] = 308] = "PermanentRedirect";
  HttpCodes2[HttpCodes2["BadRequest"] = 400] = "BadRequest";
  HttpCodes2[HttpCodes2["Unauthorized"] = 401] = "Unauthorized";
  HttpCodes2[HttpCodes2["PaymentRequired"] = 402] = "PaymentRequired";
  HttpCodes2[HttpCodes2["Forbidden"] = 403] = "Forbidden";
  HttpCodes2[HttpCodes2["NotFound"] = 404] = "NotFound";
  HttpCodes2[HttpCodes2["MethodNotAllowed"] = 405] = "MethodNotAllowed";
  HttpCodes2[HttpCodes2["NotAcceptable"] = 406] = "NotAcceptable";
  HttpCodes2[HttpCodes2["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
  HttpCodes2[HttpCodes2["RequestTimeout"] = 408] = "RequestTimeout";
  HttpCodes2[HttpCodes2["Conflict"] = 409] = "Conflict";
  HttpCodes2[HttpCodes2["Gone"] = 410] = "Gone";
  HttpCodes2[HttpCodes2["TooManyRequests"] = 429] = "TooManyRequests";
  HttpCodes2[HttpCodes2["InternalServerError"] = 500] = "InternalServerError";
  HttpCodes2[HttpCodes2["NotImplemented"] = 501] = "NotImplemented";
  HttpCodes2[HttpCodes2["BadGateway"] = 502] = "BadGateway";
  HttpCodes2[HttpCodes2["ServiceUnavailable"] = 503] = "ServiceUnavailable";
  HttpCodes2[HttpCodes2["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function(Headers2) {
  Headers2["Accept"] = "accept";
  Headers2["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function(MediaTypes2) {
  MediaTypes2["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
var HttpRedirectCodes = [
  HttpCodes.MovedPermanently,
  HttpCodes.ResourceMoved,
  HttpCodes.SeeOther,
  HttpCodes.TemporaryRedirect,
  HttpCodes.PermanentRedirect
];
var HttpResponseRetryCodes = [
  HttpCodes.BadGateway,
  HttpCodes.ServiceUnavailable,
  HttpCodes.GatewayTimeout
];
var RetryableHttpVerbs = ["OPTIONS", "GET", "DELETE", "HEAD"];
var ExponentialBackoffCeiling = 10;
var ExponentialBackoffTimeSlice = 5;
var HttpClientError = class _HttpClientError extends Error {
  constructor(message, statusCode) {
    super(message);
    this.name = "HttpClientError";
    this.statusCode = statusCode;
    Object.setPrototypeOf(this, _HttpClientError.prototype);
  }
};
var HttpClientResponse = class {
  constructor(message) {
    this.message = message;
  }
  readBody() {
    return __awaiter(this, void 0, void 0, function* () {
      return new Promise((resolve2) => __awaiter(this, void 0, void 0, function* () {
        let output = Buffer.alloc(0);
        this.message.on("data", (chunk) => {
          output = Buffer.concat([output, chunk]);
        });
        this.message.on("end", () => {
          resolve2(output.toString());
        });
      }));
    });
  }
  readBodyBuffer() {
    return __awaiter(this, void 0, void 0, function* () {
      return new Promise((resolve2) => __awaiter(this, void 0, void 0, function* () {
        const chunks = [];
        this.message.on("data", (chunk) => {
          chunks.push(chunk);
        });
        this.message.on("end", () => {
          resolve2(Buffer.concat(chunks));
        });
      }));
    });
  }
};
var HttpClient = class {
  constructor(userAgent2, handlers, requestOptions) {
    this._ignoreSslError = false;
    this._allowRedirects = true;
    this._allowRedirectDowngrade = false;
    this._maxRedirects = 50;
    this._allowRetries = false;
    this._maxRetries = 1;
    this._keepAlive = false;
    this._disposed = false;
    this.userAgent = this._getUserAgentWithOrchestrationId(userAgent2);
    this.handlers = handlers || [];
    this.requestOptions = requestOptions;
    if (requestOptions) {
      if (requestOptions.ignoreSslError != null) {
        this._ignoreSslError = requestOptions.ignoreSslError;
      }
      this._socketTimeout = requestOptions.socketTimeout;
      if (requestOptions.allowRedirects != null) {
        this._allowRedirects = requestOptions.allowRedirects;
      }
      if (requestOptions.allowRedirectDowngrade != null) {
        this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
      }
      if (requestOptions.maxRedirects != null) {
        this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
      }
      if (requestOptions.keepAlive != null) {
        this._keepAlive = requestOptions.keepAlive;
      }
      if (requestOptions.allowRetries != null) {
        this._allowRetries = requestOptions.allowRetries;
      }
      if (requestOptions.maxRetries != null) {
        this._maxRetries = requestOptions.maxRetries;
      }
    }
  }
  options(requestUrl, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request("OPTIONS", requestUrl, null, additionalHeaders || {});
    });
  }
  get(requestUrl, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request("GET", requestUrl, null, additionalHeaders || {});
    });
  }
  del(requestUrl, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request("DELETE", requestUrl, null, additionalHeaders || {});
    });
  }
  post(requestUrl, data, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request("POST", requestUrl, data, additionalHeaders || {});
    });
  }
  patch(requestUrl, data, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request("PATCH", requestUrl, data, additionalHeaders || {});
    });
  }
  put(requestUrl, data, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request("PUT", requestUrl, data, additionalHeaders || {});
    });
  }
  head(requestUrl, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request("HEAD", requestUrl, null, additionalHeaders || {});
    });
  }
  sendStream(verb, requestUrl, stream, additionalHeaders) {
    return __awaiter(this, void 0, void 0, function* () {
      return this.request(verb, requestUrl, stream, additionalHeaders);
    });
  }
  /**
   * Gets a typed object from an endpoint
   * Be aware that not found returns a null.  Other errors (4xx, 5xx) reject the promise
   */
  getJson(requestUrl_1) {
    return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
      additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
      const res = yield this.get(requestUrl, additionalHeaders);
      return this._processResponse(res, this.requestOptions);
    });
  }
  postJson(requestUrl_1, obj_1) {
    return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
      const data = JSON.stringify(obj, null, 2);
      additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
      additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
      const res = yield this.post(requestUrl, data, additionalHeaders);
      return this._processResponse(res, this.requestOptions);
    });
  }
  putJson(requestUrl_1, obj_1) {
    return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
      const data = JSON.stringify(obj, null, 2);
      additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
      additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
      const res = yield this.put(requestUrl, data, additionalHeaders);
      return this._processResponse(res, this.requestOptions);
    });
  }
  patchJson(requestUrl_1, obj_1) {
    return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
      const data = JSON.stringify(obj, null, 2);
      additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
      additionalHeaders[Headers.ContentType] = this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
      const res = yield this.patch(requestUrl, data, additionalHeaders);
      return this._processResponse(res, this.requestOptions);
    });
  }
  /**
   * Makes a raw http request.
   * All other methods such as get, post, patch, and request ultimately call this.
   * Prefer get, del, post and patch
   */
  request(verb, requestUrl, data, headers) {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._disposed) {
        throw new Error("Client has already been disposed.");
      }
      const parsedUrl = new URL(requestUrl);
      let info2 = this._prepareRequest(verb, parsedUrl, headers);
      const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb) ? this._maxRetries + 1 : 1;
      let numTries = 0;
      let response;
      do {
        response = yield this.requestRaw(info2, data);
        if (response && response.message && response.message.statusCode === HttpCodes.Unauthorized) {
          let authenticationHandler;
          for (const handler of this.handlers) {
            if (handler.canHandleAuthentication(response)) {
              authenticationHandler = handler;
              break;
            }
          }
          if (authenticationHandler) {
            return authenticationHandler.handleAuthentication(this, info2, data);
          } else {
            return response;
          }
        }
        let redirectsRemaining = this._maxRedirects;
        while (response.message.statusCode && HttpRedirectCodes.includes(response.message.statusCode) && this._allowRedirects && redirectsRemaining > 0) {
          const redirectUrl = response.message.headers["location"];
          if (!redirectUrl) {
            break;
          }
          const parsedRedirectUrl = new URL(redirectUrl);
          if (parsedUrl.protocol === "https:" && parsedUrl.protocol !== parsedRedirectUrl.protocol && !this._allowRedirectDowngrade) {
            throw new Error("Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.");
          }
          yield response.readBody();
          if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
            for (const header in headers) {
              if (header.toLowerCase() === "authorization") {
                delete headers[header];
              }
            }
          }
          info2 = this._prepareRequest(verb, parsedRedirectUrl, headers);
          response = yield this.requestRaw(info2, data);
          redirectsRemaining--;
        }
        if (!response.message.statusCode || !HttpResponseRetryCodes.includes(response.message.statusCode)) {
          return response;
        }
        numTries += 1;
        if (numTries < maxTries) {
          yield response.readBody();
          yield this._performExponentialBackoff(numTries);
        }
      } while (numTries < maxTries);
      return response;
    });
  }
  /**
   * Needs to be called if keepAlive is set to true in request options.
   */
  dispose() {
    if (this._agent) {
      this._agent.destroy();
    }
    this._disposed = true;
  }
  /**
   * Raw request.
   * @param info
   * @param data
   */
  requestRaw(info2, data) {
    return __awaiter(this, void 0, void 0, function* () {
      return new Promise((resolve2, reject) => {
        function callbackForResult(err, res) {
          if (err) {
            reject(err);
          } else if (!res) {
            reject(new Error("Unknown error"));
          } else {
            resolve2(res);
          }
        }
        this.requestRawWithCallback(info2, data, callbackForResult);
      });
    });
  }
  /**
   * Raw request with callback.
   * @param info
   * @param data
   * @param onResult
   */
  requestRawWithCallback(info2, data, onResult) {
    if (typeof data === "string") {
      if (!info2.options.headers) {
        info2.options.headers = {};
      }
      info2.options.headers["Content-Length"] = Buffer.byteLength(data, "utf8");
    }
    let callbackCalled = false;
    function handleResult(err, res) {
      if (!callbackCalled) {
        callbackCalled = true;
        onResult(err, res);
      }
    }
    const req = info2.httpModule.request(info2.options, (msg) => {
      const res = new HttpClientResponse(msg);
      handleResult(void 0, res);
    });
    let socket;
    req.on("socket", (sock) => {
      socket = sock;
    });
    req.setTimeout(this._socketTimeout || 3 * 6e4, () => {
      if (socket) {
        socket.end();
      }
      handleResult(new Error(`Request timeout: ${info2.options.path}`));
    });
    req.on("error", function(err) {
      handleResult(err);
    });
    if (data && typeof data === "string") {
      req.write(data, "utf8");
    }
    if (data && typeof data !== "string") {
      data.on("close", function() {
        req.end();
      });
      data.pipe(req);
    } else {
      req.end();
    }
  }
  /**
   * Gets an http agent. This function is useful when you need an http agent that handles
   * routing through a proxy server - depending upon the url and proxy environment variables.
   * @param serverUrl  The server URL where the request will be sent. For example, https://api.github.com
   */
  getAgent(serverUrl) {
    const parsedUrl = new URL(serverUrl);
    return this._getAgent(parsedUrl);
  }
  getAgentDispatcher(serverUrl) {
    const parsedUrl = new URL(serverUrl);
    const proxyUrl = getProxyUrl(parsedUrl);
    const useProxy = proxyUrl && proxyUrl.hostname;
    if (!useProxy) {
      return;
    }
    return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
  }
  _prepareRequest(method, requestUrl, headers) {
    const info2 = {};
    info2.parsedUrl = requestUrl;
    const usingSsl = info2.parsedUrl.protocol === "https:";
    info2.httpModule = usingSsl ? https : http;
    const defaultPort = usingSsl ? 443 : 80;
    info2.options = {};
    info2.options.host = info2.parsedUrl.hostname;
    info2.options.port = info2.parsedUrl.port ? parseInt(info2.parsedUrl.port) : defaultPort;
    info2.options.path = (info2.parsedUrl.pathname || "") + (info2.parsedUrl.search || "");
    info2.options.method = method;
    info2.options.headers = this._mergeHeaders(headers);
    if (this.userAgent != null) {
      info2.options.headers["user-agent"] = this.userAgent;
    }
    info2.options.agent = this._getAgent(info2.parsedUrl);
    if (this.handlers) {
      for (const handler of this.handlers) {
        handler.prepareRequest(info2.options);
      }
    }
    return info2;
  }
  _mergeHeaders(headers) {
    if (this.requestOptions && this.requestOptions.headers) {
      return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
    }
    return lowercaseKeys(headers || {});
  }
  /**
   * Gets an existing header value or returns a default.
   * Handles converting number header values to strings since HTTP headers must be strings.
   * Note: This returns string | string[] since some headers can have multiple values.
   * For headers that must always be a single string (like Content-Type), use the
   * specialized _getExistingOrDefaultContentTypeHeader method instead.
   */
  _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
    let clientHeader;
    if (this.requestOptions && this.requestOptions.headers) {
      const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
      if (headerValue) {
        clientHeader = typeof headerValue === "number" ? headerValue.toString() : headerValue;
      }
    }
    const additionalValue = additionalHeaders[header];
    if (additionalValue !== void 0) {
      return typeof additionalValue === "number" ? additionalValue.toString() : additionalValue;
    }
    if (clientHeader !== void 0) {
      return clientHeader;
    }
    return _default;
  }
  /**
   * Specialized version of _getExistingOrDefaultHeader for Content-Type header.
   * Always returns a single string (not an array) since Content-Type should be a single value.
   * Converts arrays to comma-separated strings and numbers to strings to ensure type safety.
   * This was split from _getExistingOrDefaultHeader to provide stricter typing for callers
   * that assign the result to places expecting a string (e.g., additionalHeaders[Headers.ContentType]).
   */
  _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
    let clientHeader;
    if (this.requestOptions && this.requestOptions.headers) {
      const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
      if (headerValue) {
        if (typeof headerValue === "number") {
          clientHeader = String(headerValue);
        } else if (Array.isArray(headerValue)) {
          clientHeader = headerValue.join(", ");
        } else {
          clientHeader = headerValue;
        }
      }
    }
    const additionalValue = additionalHeaders[Headers.ContentType];
    if (additionalValue !== void 0) {
      if (typeof additionalValue === "number") {
        return String(additionalValue);
      } else if (Array.isArray(additionalValue)) {
        return additionalValue.join(", ");
      } else {
        return additionalValue;
      }
    }
    if (clientHeader !== void 0) {
      return clientHeader;
    }
    return _default;
  }
  _getAgent(parsedUrl) {
    let agent;
    const proxyUrl = getProxyUrl(parsedUrl);
    const useProxy = proxyUrl && proxyUrl.hostname;
    if (this._keepAlive && useProxy) {
      agent = this._proxyAgent;
    }
    if (!useProxy) {
      agent = this._agent;
    }
    if (agent) {
      return agent;
    }
    const usingSsl = parsedUrl.protocol === "https:";
    let maxSockets = 100;
    if (this.requestOptions) {
      maxSockets = this.requestOptions.maxSockets || http.globalAgent.maxSockets;
    }
    if (proxyUrl && proxyUrl.hostname) {
      const agentOptions = {
        maxSockets,
        keepAlive: this._keepAlive,
        proxy: Object.assign(Object.assign({}, (proxyUrl.username || proxyUrl.password) && {
          proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
        }), { host: proxyUrl.hostname, port: proxyUrl.port })
      };
      let tunnelAgent;
      const overHttps = proxyUrl.protocol === "https:";
      if (usingSsl) {
        tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
      } else {
        tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
      }
      agent = tunnelAgent(agentOptions);
      this._proxyAgent = agent;
    }
    if (!agent) {
      const options = { keepAlive: this._keepAlive, maxSockets };
      agent = usingSsl ? new https.Agent(options) : new http.Agent(options);
      this._agent = agent;
    }
    if (usingSsl && this._ignoreSslError) {
      agent.options = Object.assign(agent.options || {}, {
        rejectUnauthorized: false
      });
    }
    return agent;
  }
  _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
    let proxyAgent;
    if (this._keepAlive) {
      proxyAgent = this._proxyAgentDispatcher;
    }
    if (proxyAgent) {
      return proxyAgent;
    }
    const usingSsl = parsedUrl.protocol === "https:";
    proxyAgent = new import_undici.ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, (proxyUrl.username || proxyUrl.password) && {
      token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString("base64")}`
    }));
    this._proxyAgentDispatcher = proxyAgent;
    if (usingSsl && this._ignoreSslError) {
      proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
        rejectUnauthorized: false
      });
    }
    return proxyAgent;
  }
  _getUserAgentWithOrchestrationId(userAgent2) {
    const baseUserAgent = userAgent2 || "actions/http-client";
    const orchId = process.env["ACTIONS_ORCHESTRATION_ID"];
    if (orchId) {
      const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, "_");
      return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
    }
    return baseUserAgent;
  }
  _performExponentialBackoff(retryNumber) {
    return __awaiter(this, void 0, void 0, function* () {
      retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
      const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
      return new Promise((resolve2) => setTimeout(() => resolve2(), ms));
    });
  }
  _processResponse(res, options) {
    return __awaiter(this, void 0, void 0, function* () {
      return new Promise((resolve2, reject) => __awaiter(this, void 0, void 0, function* () {
        const statusCode = res.message.statusCode || 0;
        const response = {
          statusCode,
          result: null,
          headers: {}
        };
        if (statusCode === HttpCodes.NotFound) {
          resolve2(response);
        }
        function dateTimeDeserializer(key, value) {
          if (typeof value === "string") {
            const a = new Date(value);
            if (!isNaN(a.valueOf())) {
              return a;
            }
          }
          return value;
        }
        let obj;
        let contents;
        try {
          contents = yield res.readBody();
          if (contents && contents.length > 0) {
            if (options && options.deserializeDates) {
              obj = JSON.parse(contents, dateTimeDeserializer);
            } else {
              obj = JSON.parse(contents);
            }
            response.result = obj;
          }
          response.headers = res.message.headers;
        } catch (err) {
        }
        if (statusCode > 299) {
          let msg;
          if (obj && obj.message) {
            msg = obj.message;
          } else if (contents && contents.length > 0) {
            msg = contents;
          } else {
            msg = `Failed request: (${statusCode})`;
          }
          const err = new HttpClientError(msg, statusCode);
          err.result = response.result;
          reject(err);
        } else {
          resolve2(response);
        }
      }));
    });
  }
};
var lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => (c[k.toLowerCase()] = obj[k], c), {});

// node_modules/@actions/http-client/lib/auth.js
var __awaiter2 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var BearerCredentialHandler = class {
  constructor(token) {
    this.token = token;
  }
  // currently implements pre-authorization
  // TODO: support preAuth = false where it hooks on 401
  prepareRequest(options) {
    if (!options.headers) {
      throw Error("The request has no headers");
    }
    options.headers["Authorization"] = `Bearer ${this.token}`;
  }
  // This handler cannot handle 401
  canHandleAuthentication() {
    return false;
  }
  handleAuthentication() {
    return __awaiter2(this, void 0, void 0, function* () {
      throw new Error("not implemented");
    });
  }
};

// node_modules/@actions/core/lib/oidc-utils.js
var __awaiter3 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var OidcClient = class _OidcClient {
  static createHttpClient(allowRetry = true, maxRetry = 10) {
    const requestOptions = {
      allowRetries: allowRetry,
      maxRetries: maxRetry
    };
    return new HttpClient("actions/oidc-client", [new BearerCredentialHandler(_OidcClient.getRequestToken())], requestOptions);
  }
  static getRequestToken() {
    const token = process.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
    if (!token) {
      throw new Error("Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable");
    }
    return token;
  }
  static getIDTokenUrl() {
    const runtimeUrl = process.env["ACTIONS_ID_TOKEN_REQUEST_URL"];
    if (!runtimeUrl) {
      throw new Error("Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable");
    }
    return runtimeUrl;
  }
  static getCall(id_token_url) {
    return __awaiter3(this, void 0, void 0, function* () {
      var _a;
      const httpclient = _OidcClient.createHttpClient();
      const res = yield httpclient.getJson(id_token_url).catch((error2) => {
        throw new Error(`Failed to get ID Token. 
 
        Error Code : ${error2.statusCode}
 
        Error Message: ${error2.message}`);
      });
      const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
      if (!id_token) {
        throw new Error("Response json body do not have ID Token field");
      }
      return id_token;
    });
  }
  static getIDToken(audience) {
    return __awaiter3(this, void 0, void 0, function* () {
      try {
        let id_token_url = _OidcClient.getIDTokenUrl();
        if (audience) {
          const encodedAudience = encodeURIComponent(audience);
          id_token_url = `${id_token_url}&audience=${encodedAudience}`;
        }
        debug(`ID token url is ${id_token_url}`);
        const id_token = yield _OidcClient.getCall(id_token_url);
        setSecret(id_token);
        return id_token;
      } catch (error2) {
        throw new Error(`Error message: ${error2.message}`);
      }
    });
  }
};

// node_modules/@actions/core/lib/summary.js
var import_os = require("os");
var import_fs = require("fs");
var __awaiter4 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
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
    return __awaiter4(this, void 0, void 0, function* () {
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
    return __awaiter4(this, void 0, void 0, function* () {
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
    return __awaiter4(this, void 0, void 0, function* () {
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
var markdownSummary = _summary;
var summary = _summary;

// node_modules/@actions/core/lib/path-utils.js
var path = __toESM(require("path"), 1);
function toPosixPath(pth) {
  return pth.replace(/[\\]/g, "/");
}
function toWin32Path(pth) {
  return pth.replace(/[/]/g, "\\");
}
function toPlatformPath(pth) {
  return pth.replace(/[/\\]/g, path.sep);
}

// node_modules/@actions/core/lib/platform.js
var platform_exports = {};
__export(platform_exports, {
  arch: () => arch,
  getDetails: () => getDetails,
  isLinux: () => isLinux,
  isMacOS: () => isMacOS,
  isWindows: () => isWindows,
  platform: () => platform
});
var import_os2 = __toESM(require("os"), 1);

// node_modules/@actions/exec/lib/exec.js
var import_string_decoder = require("string_decoder");

// node_modules/@actions/exec/lib/toolrunner.js
var os3 = __toESM(require("os"), 1);
var events = __toESM(require("events"), 1);
var child = __toESM(require("child_process"), 1);
var path4 = __toESM(require("path"), 1);

// node_modules/@actions/io/lib/io.js
var path3 = __toESM(require("path"), 1);

// node_modules/@actions/io/lib/io-util.js
var fs2 = __toESM(require("fs"), 1);
var path2 = __toESM(require("path"), 1);
var __awaiter5 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, rmdir, stat, symlink, unlink } = fs2.promises;
var IS_WINDOWS = process.platform === "win32";
var READONLY = fs2.constants.O_RDONLY;
function exists(fsPath) {
  return __awaiter5(this, void 0, void 0, function* () {
    try {
      yield stat(fsPath);
    } catch (err) {
      if (err.code === "ENOENT") {
        return false;
      }
      throw err;
    }
    return true;
  });
}
function isRooted(p) {
  p = normalizeSeparators(p);
  if (!p) {
    throw new Error('isRooted() parameter "p" cannot be empty');
  }
  if (IS_WINDOWS) {
    return p.startsWith("\\") || /^[A-Z]:/i.test(p);
  }
  return p.startsWith("/");
}
function tryGetExecutablePath(filePath, extensions) {
  return __awaiter5(this, void 0, void 0, function* () {
    let stats = void 0;
    try {
      stats = yield stat(filePath);
    } catch (err) {
      if (err.code !== "ENOENT") {
        console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
      }
    }
    if (stats && stats.isFile()) {
      if (IS_WINDOWS) {
        const upperExt = path2.extname(filePath).toUpperCase();
        if (extensions.some((validExt) => validExt.toUpperCase() === upperExt)) {
          return filePath;
        }
      } else {
        if (isUnixExecutable(stats)) {
          return filePath;
        }
      }
    }
    const originalFilePath = filePath;
    for (const extension of extensions) {
      filePath = originalFilePath + extension;
      stats = void 0;
      try {
        stats = yield stat(filePath);
      } catch (err) {
        if (err.code !== "ENOENT") {
          console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
        }
      }
      if (stats && stats.isFile()) {
        if (IS_WINDOWS) {
          try {
            const directory = path2.dirname(filePath);
            const upperName = path2.basename(filePath).toUpperCase();
            for (const actualName of yield readdir(directory)) {
              if (upperName === actualName.toUpperCase()) {
                filePath = path2.join(directory, actualName);
                break;
              }
            }
          } catch (err) {
            console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
          }
          return filePath;
        } else {
          if (isUnixExecutable(stats)) {
            return filePath;
          }
        }
      }
    }
    return "";
  });
}
function normalizeSeparators(p) {
  p = p || "";
  if (IS_WINDOWS) {
    p = p.replace(/\//g, "\\");
    return p.replace(/\\\\+/g, "\\");
  }
  return p.replace(/\/\/+/g, "/");
}
function isUnixExecutable(stats) {
  return (stats.mode & 1) > 0 || (stats.mode & 8) > 0 && process.getgid !== void 0 && stats.gid === process.getgid() || (stats.mode & 64) > 0 && process.getuid !== void 0 && stats.uid === process.getuid();
}

// node_modules/@actions/io/lib/io.js
var __awaiter6 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
function which(tool, check) {
  return __awaiter6(this, void 0, void 0, function* () {
    if (!tool) {
      throw new Error("parameter 'tool' is required");
    }
    if (check) {
      const result = yield which(tool, false);
      if (!result) {
        if (IS_WINDOWS) {
          throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
        } else {
          throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
        }
      }
      return result;
    }
    const matches = yield findInPath(tool);
    if (matches && matches.length > 0) {
      return matches[0];
    }
    return "";
  });
}
function findInPath(tool) {
  return __awaiter6(this, void 0, void 0, function* () {
    if (!tool) {
      throw new Error("parameter 'tool' is required");
    }
    const extensions = [];
    if (IS_WINDOWS && process.env["PATHEXT"]) {
      for (const extension of process.env["PATHEXT"].split(path3.delimiter)) {
        if (extension) {
          extensions.push(extension);
        }
      }
    }
    if (isRooted(tool)) {
      const filePath = yield tryGetExecutablePath(tool, extensions);
      if (filePath) {
        return [filePath];
      }
      return [];
    }
    if (tool.includes(path3.sep)) {
      return [];
    }
    const directories = [];
    if (process.env.PATH) {
      for (const p of process.env.PATH.split(path3.delimiter)) {
        if (p) {
          directories.push(p);
        }
      }
    }
    const matches = [];
    for (const directory of directories) {
      const filePath = yield tryGetExecutablePath(path3.join(directory, tool), extensions);
      if (filePath) {
        matches.push(filePath);
      }
    }
    return matches;
  });
}

// node_modules/@actions/exec/lib/toolrunner.js
var import_timers = require("timers");
var __awaiter7 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var IS_WINDOWS2 = process.platform === "win32";
var ToolRunner = class extends events.EventEmitter {
  constructor(toolPath, args, options) {
    super();
    if (!toolPath) {
      throw new Error("Parameter 'toolPath' cannot be null or empty.");
    }
    this.toolPath = toolPath;
    this.args = args || [];
    this.options = options || {};
  }
  _debug(message) {
    if (this.options.listeners && this.options.listeners.debug) {
      this.options.listeners.debug(message);
    }
  }
  _getCommandString(options, noPrefix) {
    const toolPath = this._getSpawnFileName();
    const args = this._getSpawnArgs(options);
    let cmd = noPrefix ? "" : "[command]";
    if (IS_WINDOWS2) {
      if (this._isCmdFile()) {
        cmd += toolPath;
        for (const a of args) {
          cmd += ` ${a}`;
        }
      } else if (options.windowsVerbatimArguments) {
        cmd += `"${toolPath}"`;
        for (const a of args) {
          cmd += ` ${a}`;
        }
      } else {
        cmd += this._windowsQuoteCmdArg(toolPath);
        for (const a of args) {
          cmd += ` ${this._windowsQuoteCmdArg(a)}`;
        }
      }
    } else {
      cmd += toolPath;
      for (const a of args) {
        cmd += ` ${a}`;
      }
    }
    return cmd;
  }
  _processLineBuffer(data, strBuffer, onLine) {
    try {
      let s = strBuffer + data.toString();
      let n = s.indexOf(os3.EOL);
      while (n > -1) {
        const line = s.substring(0, n);
        onLine(line);
        s = s.substring(n + os3.EOL.length);
        n = s.indexOf(os3.EOL);
      }
      return s;
    } catch (err) {
      this._debug(`error processing line. Failed with error ${err}`);
      return "";
    }
  }
  _getSpawnFileName() {
    if (IS_WINDOWS2) {
      if (this._isCmdFile()) {
        return process.env["COMSPEC"] || "cmd.exe";
      }
    }
    return this.toolPath;
  }
  _getSpawnArgs(options) {
    if (IS_WINDOWS2) {
      if (this._isCmdFile()) {
        let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
        for (const a of this.args) {
          argline += " ";
          argline += options.windowsVerbatimArguments ? a : this._windowsQuoteCmdArg(a);
        }
        argline += '"';
        return [argline];
      }
    }
    return this.args;
  }
  _endsWith(str, end) {
    return str.endsWith(end);
  }
  _isCmdFile() {
    const upperToolPath = this.toolPath.toUpperCase();
    return this._endsWith(upperToolPath, ".CMD") || this._endsWith(upperToolPath, ".BAT");
  }
  _windowsQuoteCmdArg(arg) {
    if (!this._isCmdFile()) {
      return this._uvQuoteCmdArg(arg);
    }
    if (!arg) {
      return '""';
    }
    const cmdSpecialChars = [
      " ",
      "	",
      "&",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "^",
      "=",
      ";",
      "!",
      "'",
      "+",
      ",",
      "`",
      "~",
      "|",
      "<",
      ">",
      '"'
    ];
    let needsQuotes = false;
    for (const char of arg) {
      if (cmdSpecialChars.some((x) => x === char)) {
        needsQuotes = true;
        break;
      }
    }
    if (!needsQuotes) {
      return arg;
    }
    let reverse = '"';
    let quoteHit = true;
    for (let i = arg.length; i > 0; i--) {
      reverse += arg[i - 1];
      if (quoteHit && arg[i - 1] === "\\") {
        reverse += "\\";
      } else if (arg[i - 1] === '"') {
        quoteHit = true;
        reverse += '"';
      } else {
        quoteHit = false;
      }
    }
    reverse += '"';
    return reverse.split("").reverse().join("");
  }
  _uvQuoteCmdArg(arg) {
    if (!arg) {
      return '""';
    }
    if (!arg.includes(" ") && !arg.includes("	") && !arg.includes('"')) {
      return arg;
    }
    if (!arg.includes('"') && !arg.includes("\\")) {
      return `"${arg}"`;
    }
    let reverse = '"';
    let quoteHit = true;
    for (let i = arg.length; i > 0; i--) {
      reverse += arg[i - 1];
      if (quoteHit && arg[i - 1] === "\\") {
        reverse += "\\";
      } else if (arg[i - 1] === '"') {
        quoteHit = true;
        reverse += "\\";
      } else {
        quoteHit = false;
      }
    }
    reverse += '"';
    return reverse.split("").reverse().join("");
  }
  _cloneExecOptions(options) {
    options = options || {};
    const result = {
      cwd: options.cwd || process.cwd(),
      env: options.env || process.env,
      silent: options.silent || false,
      windowsVerbatimArguments: options.windowsVerbatimArguments || false,
      failOnStdErr: options.failOnStdErr || false,
      ignoreReturnCode: options.ignoreReturnCode || false,
      delay: options.delay || 1e4
    };
    result.outStream = options.outStream || process.stdout;
    result.errStream = options.errStream || process.stderr;
    return result;
  }
  _getSpawnOptions(options, toolPath) {
    options = options || {};
    const result = {};
    result.cwd = options.cwd;
    result.env = options.env;
    result["windowsVerbatimArguments"] = options.windowsVerbatimArguments || this._isCmdFile();
    if (options.windowsVerbatimArguments) {
      result.argv0 = `"${toolPath}"`;
    }
    return result;
  }
  /**
   * Exec a tool.
   * Output will be streamed to the live console.
   * Returns promise with return code
   *
   * @param     tool     path to tool to exec
   * @param     options  optional exec options.  See ExecOptions
   * @returns   number
   */
  exec() {
    return __awaiter7(this, void 0, void 0, function* () {
      if (!isRooted(this.toolPath) && (this.toolPath.includes("/") || IS_WINDOWS2 && this.toolPath.includes("\\"))) {
        this.toolPath = path4.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
      }
      this.toolPath = yield which(this.toolPath, true);
      return new Promise((resolve2, reject) => __awaiter7(this, void 0, void 0, function* () {
        this._debug(`exec tool: ${this.toolPath}`);
        this._debug("arguments:");
        for (const arg of this.args) {
          this._debug(`   ${arg}`);
        }
        const optionsNonNull = this._cloneExecOptions(this.options);
        if (!optionsNonNull.silent && optionsNonNull.outStream) {
          optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + os3.EOL);
        }
        const state = new ExecState(optionsNonNull, this.toolPath);
        state.on("debug", (message) => {
          this._debug(message);
        });
        if (this.options.cwd && !(yield exists(this.options.cwd))) {
          return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
        }
        const fileName = this._getSpawnFileName();
        const cp = child.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
        let stdbuffer = "";
        if (cp.stdout) {
          cp.stdout.on("data", (data) => {
            if (this.options.listeners && this.options.listeners.stdout) {
              this.options.listeners.stdout(data);
            }
            if (!optionsNonNull.silent && optionsNonNull.outStream) {
              optionsNonNull.outStream.write(data);
            }
            stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
              if (this.options.listeners && this.options.listeners.stdline) {
                this.options.listeners.stdline(line);
              }
            });
          });
        }
        let errbuffer = "";
        if (cp.stderr) {
          cp.stderr.on("data", (data) => {
            state.processStderr = true;
            if (this.options.listeners && this.options.listeners.stderr) {
              this.options.listeners.stderr(data);
            }
            if (!optionsNonNull.silent && optionsNonNull.errStream && optionsNonNull.outStream) {
              const s = optionsNonNull.failOnStdErr ? optionsNonNull.errStream : optionsNonNull.outStream;
              s.write(data);
            }
            errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
              if (this.options.listeners && this.options.listeners.errline) {
                this.options.listeners.errline(line);
              }
            });
          });
        }
        cp.on("error", (err) => {
          state.processError = err.message;
          state.processExited = true;
          state.processClosed = true;
          state.CheckComplete();
        });
        cp.on("exit", (code) => {
          state.processExitCode = code;
          state.processExited = true;
          this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
          state.CheckComplete();
        });
        cp.on("close", (code) => {
          state.processExitCode = code;
          state.processExited = true;
          state.processClosed = true;
          this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
          state.CheckComplete();
        });
        state.on("done", (error2, exitCode) => {
          if (stdbuffer.length > 0) {
            this.emit("stdline", stdbuffer);
          }
          if (errbuffer.length > 0) {
            this.emit("errline", errbuffer);
          }
          cp.removeAllListeners();
          if (error2) {
            reject(error2);
          } else {
            resolve2(exitCode);
          }
        });
        if (this.options.input) {
          if (!cp.stdin) {
            throw new Error("child process missing stdin");
          }
          cp.stdin.end(this.options.input);
        }
      }));
    });
  }
};
function argStringToArray(argString) {
  const args = [];
  let inQuotes = false;
  let escaped = false;
  let arg = "";
  function append(c) {
    if (escaped && c !== '"') {
      arg += "\\";
    }
    arg += c;
    escaped = false;
  }
  for (let i = 0; i < argString.length; i++) {
    const c = argString.charAt(i);
    if (c === '"') {
      if (!escaped) {
        inQuotes = !inQuotes;
      } else {
        append(c);
      }
      continue;
    }
    if (c === "\\" && escaped) {
      append(c);
      continue;
    }
    if (c === "\\" && inQuotes) {
      escaped = true;
      continue;
    }
    if (c === " " && !inQuotes) {
      if (arg.length > 0) {
        args.push(arg);
        arg = "";
      }
      continue;
    }
    append(c);
  }
  if (arg.length > 0) {
    args.push(arg.trim());
  }
  return args;
}
var ExecState = class _ExecState extends events.EventEmitter {
  constructor(options, toolPath) {
    super();
    this.processClosed = false;
    this.processError = "";
    this.processExitCode = 0;
    this.processExited = false;
    this.processStderr = false;
    this.delay = 1e4;
    this.done = false;
    this.timeout = null;
    if (!toolPath) {
      throw new Error("toolPath must not be empty");
    }
    this.options = options;
    this.toolPath = toolPath;
    if (options.delay) {
      this.delay = options.delay;
    }
  }
  CheckComplete() {
    if (this.done) {
      return;
    }
    if (this.processClosed) {
      this._setResult();
    } else if (this.processExited) {
      this.timeout = (0, import_timers.setTimeout)(_ExecState.HandleTimeout, this.delay, this);
    }
  }
  _debug(message) {
    this.emit("debug", message);
  }
  _setResult() {
    let error2;
    if (this.processExited) {
      if (this.processError) {
        error2 = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
      } else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
        error2 = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
      } else if (this.processStderr && this.options.failOnStdErr) {
        error2 = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
      }
    }
    if (this.timeout) {
      clearTimeout(this.timeout);
      this.timeout = null;
    }
    this.done = true;
    this.emit("done", error2, this.processExitCode);
  }
  static HandleTimeout(state) {
    if (state.done) {
      return;
    }
    if (!state.processClosed && state.processExited) {
      const message = `The STDIO streams did not close within ${state.delay / 1e3} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
      state._debug(message);
    }
    state._setResult();
  }
};

// node_modules/@actions/exec/lib/exec.js
var __awaiter8 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
function exec(commandLine, args, options) {
  return __awaiter8(this, void 0, void 0, function* () {
    const commandArgs = argStringToArray(commandLine);
    if (commandArgs.length === 0) {
      throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
    }
    const toolPath = commandArgs[0];
    args = commandArgs.slice(1).concat(args || []);
    const runner = new ToolRunner(toolPath, args, options);
    return runner.exec();
  });
}
function getExecOutput(commandLine, args, options) {
  return __awaiter8(this, void 0, void 0, function* () {
    var _a, _b;
    let stdout = "";
    let stderr = "";
    const stdoutDecoder = new import_string_decoder.StringDecoder("utf8");
    const stderrDecoder = new import_string_decoder.StringDecoder("utf8");
    const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
    const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
    const stdErrListener = (data) => {
      stderr += stderrDecoder.write(data);
      if (originalStdErrListener) {
        originalStdErrListener(data);
      }
    };
    const stdOutListener = (data) => {
      stdout += stdoutDecoder.write(data);
      if (originalStdoutListener) {
        originalStdoutListener(data);
      }
    };
    const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
    const exitCode = yield exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
    stdout += stdoutDecoder.end();
    stderr += stderrDecoder.end();
    return {
      exitCode,
      stdout,
      stderr
    };
  });
}

// node_modules/@actions/core/lib/platform.js
var __awaiter9 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var getWindowsInfo = () => __awaiter9(void 0, void 0, void 0, function* () {
  const { stdout: version2 } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', void 0, {
    silent: true
  });
  const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', void 0, {
    silent: true
  });
  return {
    name: name.trim(),
    version: version2.trim()
  };
});
var getMacOsInfo = () => __awaiter9(void 0, void 0, void 0, function* () {
  var _a, _b, _c, _d;
  const { stdout } = yield getExecOutput("sw_vers", void 0, {
    silent: true
  });
  const version2 = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : "";
  const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : "";
  return {
    name,
    version: version2
  };
});
var getLinuxInfo = () => __awaiter9(void 0, void 0, void 0, function* () {
  const { stdout } = yield getExecOutput("lsb_release", ["-i", "-r", "-s"], {
    silent: true
  });
  const [name, version2] = stdout.trim().split("\n");
  return {
    name,
    version: version2
  };
});
var platform = import_os2.default.platform();
var arch = import_os2.default.arch();
var isWindows = platform === "win32";
var isMacOS = platform === "darwin";
var isLinux = platform === "linux";
function getDetails() {
  return __awaiter9(this, void 0, void 0, function* () {
    return Object.assign(Object.assign({}, yield isWindows ? getWindowsInfo() : isMacOS ? getMacOsInfo() : getLinuxInfo()), {
      platform,
      arch,
      isWindows,
      isMacOS,
      isLinux
    });
  });
}

// node_modules/@actions/core/lib/core.js
var __awaiter10 = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
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
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function exportVariable(name, val) {
  const convertedVal = toCommandValue(val);
  process.env[name] = convertedVal;
  const filePath = process.env["GITHUB_ENV"] || "";
  if (filePath) {
    return issueFileCommand("ENV", prepareKeyValueMessage(name, val));
  }
  issueCommand("set-env", { name }, convertedVal);
}
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function addPath(inputPath) {
  const filePath = process.env["GITHUB_PATH"] || "";
  if (filePath) {
    issueFileCommand("PATH", inputPath);
  } else {
    issueCommand("add-path", {}, inputPath);
  }
  process.env["PATH"] = `${inputPath}${path5.delimiter}${process.env["PATH"]}`;
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
function getMultilineInput(name, options) {
  const inputs = getInput(name, options).split("\n").filter((x) => x !== "");
  if (options && options.trimWhitespace === false) {
    return inputs;
  }
  return inputs.map((input) => input.trim());
}
function getBooleanInput(name, options) {
  const trueValue = ["true", "True", "TRUE"];
  const falseValue = ["false", "False", "FALSE"];
  const val = getInput(name, options);
  if (trueValue.includes(val))
    return true;
  if (falseValue.includes(val))
    return false;
  throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}
Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os5.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function setCommandEcho(enabled) {
  issue("echo", enabled ? "on" : "off");
}
function setFailed(message) {
  process.exitCode = ExitCode.Failure;
  error(message);
}
function isDebug() {
  return process.env["RUNNER_DEBUG"] === "1";
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
  process.stdout.write(message + os5.EOL);
}
function startGroup(name) {
  issue("group", name);
}
function endGroup() {
  issue("endgroup");
}
function group(name, fn) {
  return __awaiter10(this, void 0, void 0, function* () {
    startGroup(name);
    let result;
    try {
      result = yield fn();
    } finally {
      endGroup();
    }
    return result;
  });
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
function getIDToken(aud) {
  return __awaiter10(this, void 0, void 0, function* () {
    return yield OidcClient.getIDToken(aud);
  });
}

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
    await new Promise((resolve2) => setTimeout(resolve2, 20));
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
  const run2 = async (function_, resolve2, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve2(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve2, reject, arguments_) => {
    const queueItem = { reject };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run2.bind(void 0, function_, resolve2, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve2, reject) => {
    enqueue(function_, resolve2, reject, arguments_);
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
        const promises3 = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises3.push(promise);
            return promise;
          });
        } catch (error2) {
          for (const promise of promises3) {
            promise.catch(() => {
            });
          }
          throw error2;
        }
        return Promise.all(promises3);
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
function segmentsOf(path6) {
  return path6.flatMap((part) => part.split("/")).filter((segment) => segment !== "");
}
function joinNamespaces(...namespaces) {
  return segmentsOf(namespaces).join("/");
}
function urlOf(base, path6, query = "") {
  const segments = segmentsOf(path6);
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
  const path6 = segmentsOf([call.namespace.slice(call.home.length), ...call.path]).join("/");
  const question = {
    ...call,
    namespace: call.home,
    method: "PUT",
    path: ["sys", "capabilities-self"],
    query: "",
    body: { paths: [path6] }
  };
  const answer = await ask(question).catch((cause) => cause);
  if (answer instanceof VaultError && answer.status === 403) {
    return error2.with("Vault does not accept this token", {
      code: "token_invalid",
      remedy: "The token is mistyped, has expired, was revoked, belongs to another namespace, or lacks the policy `default`: check it with `vault token lookup`."
    });
  }
  const held = heldOn(path6, answer);
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
function heldOn(path6, answer) {
  if (typeof answer !== "object" || answer === null || !("data" in answer)) return null;
  const data = answer.data;
  const held = data?.[path6] ?? data?.["capabilities"];
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
  "UND_ERR_CONNECT_TIMEOUT"
]);
var lost = /* @__PURE__ */ new Set([
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_SOCKET",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "REQUEST_TIMEOUT"
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
    names: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT)$/,
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
function connectionError(asked, error2, route, isPlain = false) {
  const { code, message } = whatFailed(error2);
  const proxy = /^Proxy response \((\d+)\)/.exec(message);
  if (proxy) return proxyRefused(asked, Number(proxy[1]), route, error2);
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
    remedy: "This Vault does not serve the endpoint: check `auth_path` for a login, and the version of Vault otherwise."
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
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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
function askedBy({ method, namespace, path: path6, query }) {
  return { method: query === "" ? method : "LIST", path: segmentsOf([namespace, ...path6]).join("/") };
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
  const { method, path: path6 } = askedBy(call);
  const route = routes2.to(url);
  const started = clock.now().getTime();
  const logEnd = (how) => log.debug(`${method} ${path6}: ${how} (${clock.now().getTime() - started} ms)`);
  try {
    const received = await over(route, call, url, signal, effects);
    const id = requestId(parse(received.text));
    logEnd(`${received.status}${id === null ? "" : `, request id ${id}`}`);
    return received;
  } catch (error2) {
    if (error2 instanceof AnswerTooLarge) throw tooLarge({ method, path: path6 }, error2);
    logEnd("no answer");
    throw connectionError(
      { method, path: path6 },
      signal.aborted ? signal.reason : error2,
      route.shown,
      url.protocol === "http:"
    );
  }
}
async function over(route, call, url, signal, effects) {
  const { statusCode, headers, body } = await route.dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: call.method,
    headers: headersOf(call, url, effects),
    body: call.body === null ? null : wireBody(call.body),
    signal
  });
  const header = (name) => [headers[name] ?? []].flat()[0] ?? null;
  const text = await readBody(body, header("content-length"));
  const location = header("location");
  effects.seen.note(header("x-vault-index"));
  return {
    status: statusCode,
    text,
    content_type: header("content-type") ?? "",
    retry_after: retryAfter(header("retry-after"), effects.clock),
    redirect: location !== null && statusCode >= 300 && statusCode < 400 ? { status: statusCode, location } : null
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

// src/vault/http/routes.ts
var import_undici3 = require("./lib/undici.cjs");

// src/effects/proxy-dispatcher.ts
var import_undici2 = require("./lib/undici.cjs");
function proxyDispatcher(proxy, options = {}) {
  const token = proxyAuthorization(proxy);
  return new import_undici2.ProxyAgent({
    ...options,
    uri: proxy.origin,
    ...token === null ? {} : { token },
    clientFactory: (origin, settings) => {
      const { connect: connect2 } = settings;
      return new import_undici2.Pool(origin, {
        connect: (to, callback) => connect2(
          to,
          (...[error2, socket]) => error2 === null ? callback(null, socket) : callback(proxyError(proxy, error2), null)
        )
      });
    }
  });
}

// src/vault/http/routes.ts
function routes(tls, connections, env) {
  const made = /* @__PURE__ */ new Map();
  return {
    to(url) {
      const route = made.get(url.origin) ?? open2(url, tls, connections, env);
      made.set(url.origin, route);
      return route;
    },
    async close() {
      await Promise.all([...made.values()].map(({ dispatcher }) => dispatcher.close()));
      made.clear();
    }
  };
}
var noTimeouts = { headersTimeout: 0, bodyTimeout: 0 };
function open2(url, tls, connections, env) {
  const proxy = proxyFor(url, env);
  const connect2 = tlsOptions(tls);
  if (proxy === null) {
    const dispatcher2 = new import_undici3.Agent({
      ...noTimeouts,
      connections,
      connect: reportAlerts((0, import_undici3.buildConnector)(connect2))
    });
    return { dispatcher: dispatcher2, shown: url.host };
  }
  const dispatcher = proxyDispatcher(proxy, { ...noTimeouts, connections, requestTls: connect2 });
  return { dispatcher, shown: `${url.host} through the proxy ${proxy.host}` };
}
function reportAlerts(connector) {
  return (options, callback) => connector(options, (...[error2, socket]) => {
    if (error2 !== null) return callback(error2, null);
    socket.once("error", (alert) => socket.destroy(alert));
    callback(null, socket);
  });
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
async function sendWithRetry(once, { tookEffect, slow = false, onRetry = () => {
}, onResend = () => {
} }, effects) {
  const { signal, contact } = effects;
  for (let attempts = 1; ; attempts++) {
    const outcome = await once().then(
      (answer) => ({ answer }),
      (error3) => ({ error: error3 })
    );
    contact.answered ||= "answer" in outcome || outcome.error.status != null;
    if ("answer" in outcome) return outcome.answer;
    const { error: error2 } = outcome;
    if (!(error2 instanceof VaultError) || signal.aborted) throw error2;
    if (error2.verdict === "final") {
      if (await isDoneByOther(error2, tookEffect, effects)) return null;
      throw error2;
    }
    const readBack = error2.verdict === "uncertain" ? tookEffect : void 0;
    if (slow && readBack !== void 0 && continuesInVault(error2))
      return await untilDone(error2, readBack, effects);
    const last = attempts >= triesFor(error2, effects) && !isThrottled(error2);
    if (last && readBack === void 0) throw error2;
    onRetry(error2);
    await pause(error2, attempts, last ? "reading whether it took effect" : "retrying", effects);
    if (readBack !== void 0 && await hasTakenEffect(error2, readBack, effects)) return null;
    if (last) throw error2;
    onResend(error2);
  }
}
var firstContactTries = 3;
function triesFor({ code }, { limits, contact }) {
  return code === "connection_refused" && !contact.answered ? Math.min(firstContactTries, limits.tries) : limits.tries;
}
var rejections = /* @__PURE__ */ new Set([400, 404, 409]);
async function isDoneByOther(error2, readBack, { log }) {
  if (readBack === void 0 || !rejections.has(error2.status)) return false;
  const done = await readBack().catch(() => false);
  if (done) log.info(`${error2.message}; what it asks for is there already, so the run continues`);
  return done;
}
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
async function pause(error2, attempts, next, effects) {
  const { limits, log, contact } = effects;
  const delay = delayBefore(attempts, error2.retry_after, limits);
  const seconds = (delay / 1e3).toFixed(1);
  const of = isThrottled(error2) ? "" : ` of ${triesFor(error2, effects)}`;
  const { method, path: path6 } = error2.request;
  const failure = `${attempts} ${error2.message.replace(`${method} ${path6}: `, "")}`;
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
  const attempt = async (call, kind) => {
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
    );
  };
  const send2 = async ({ source, ...call }, kind, options = {}, turn = inTurn) => {
    const once = (other = {}) => turn(async () => attempt({ ...call, ...other, token: await tokenOf(source) }, kind));
    try {
      return await sendWithRetry(once, options, { limits, clock, log, signal, deadline, contact });
    } catch (error2) {
      if (!(error2 instanceof VaultError) || source === null) throw error2;
      if (error2.code !== "permission_denied" && error2.code !== "token_invalid") throw error2;
      const denied = source instanceof Secret ? error2 : source.explain(error2);
      throw denied.code === "permission_denied" ? await explainDenial(denied, call, once) : denied;
    }
  };
  const as = (source, base) => {
    const call = ({ namespace, path: path6 }, rest) => ({
      namespace: joinNamespaces(base, namespace),
      home: base,
      path: path6,
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
    description: "Upper bound for requests and connections at the same time.",
    type: "integer",
    range: [1, 64],
    default: "8"
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
function readTextFile(path6, limit) {
  const file = (0, import_node_fs.openSync)(path6, import_node_fs.constants.O_RDONLY | import_node_fs.constants.O_NONBLOCK);
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
        core.info(`(${((clock.now().getTime() - started) / 1e3).toFixed(1)} s)`);
        core.endGroup();
      }
    }
  };
}
var progressInterval = 5e3;
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

// src/action/secrets/secret-values.ts
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

// src/action/secrets/mask-secrets.ts
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

// src/action/secrets/redactor.ts
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
  /** Plain data with every string in it redacted, names of fields included. */
  data(data) {
    if (this.#pattern === null) return data;
    return this.#walk(data);
  }
  #walk(data) {
    if (typeof data === "string") return this.text(data);
    if (Array.isArray(data)) return data.map((item) => this.#walk(item));
    if (typeof data !== "object" || data === null) return data;
    return Object.fromEntries(
      Object.entries(data).map(([name, value]) => [this.text(name), this.#walk(value)])
    );
  }
};
function patternOf(forms) {
  const alternatives = [...forms].sort((a, b) => b.length - a.length).map((form) => {
    const literal = form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    return form.length >= distinctive ? literal : `(?<![\\w-])${literal}(?![\\w-])`;
  });
  return new RegExp(alternatives.join("|"), "g");
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
  await endSession({ core: core_exports, env: process.env, clock: systemClock });
}
run().catch((error2) => warning(error2 instanceof Error ? error2.message : String(error2))).then(() => flushOutput([process.stdout, process.stderr])).finally(() => process.exit(0));
