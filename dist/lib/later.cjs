var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
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
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// shared:shared42
var require_shared42 = __commonJS({
  "shared:shared42"(exports2, module2) {
    module2.exports = require("../index.cjs").shared42;
  }
});

// shared:shared50
var require_shared50 = __commonJS({
  "shared:shared50"(exports2, module2) {
    module2.exports = require("../index.cjs").shared50;
  }
});

// shared:shared18
var require_shared18 = __commonJS({
  "shared:shared18"(exports2, module2) {
    module2.exports = require("../index.cjs").shared18;
  }
});

// shared:shared11
var require_shared11 = __commonJS({
  "shared:shared11"(exports2, module2) {
    module2.exports = require("../index.cjs").shared11;
  }
});

// shared:shared22
var require_shared22 = __commonJS({
  "shared:shared22"(exports2, module2) {
    module2.exports = require("../index.cjs").shared22;
  }
});

// shared:shared82
var require_shared82 = __commonJS({
  "shared:shared82"(exports2, module2) {
    module2.exports = require("../index.cjs").shared82;
  }
});

// src/model/evidence.ts
function found(value) {
  return { ok: true, value };
}
function failed2(failure) {
  return { ok: false, failure };
}
function showFailure({ action, code, message }) {
  return `${action}: ${code}: ${message}`;
}
function isCredentialFailure({ cause }) {
  return ["expired", "no_credentials", "invalid_credentials", "wrong_partition"].includes(cause);
}
var init_evidence = __esm({
  "src/model/evidence.ts"() {
    "use strict";
  }
});

// src/aws/aws-failure.ts
function failureOf(error, action) {
  const { name, message, code } = error;
  const codes = [code, name].filter((value) => typeof value === "string");
  const known3 = codes.find((value) => causeOfCode(value) !== null);
  return {
    cause: causeOf(error, known3),
    code: known3 ?? codes.at(-1) ?? "UnknownError",
    message: typeof message === "string" && message !== "" ? message : "no further details",
    action,
    ...routes.get(error)
  };
}
function causeOfCode(code) {
  return awsCauses[code] ?? connectionCauses.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}
function causeOf({ message, $metadata }, known3) {
  const status = $metadata?.httpStatusCode;
  const cause = known3 === void 0 ? null : causeOfCode(known3);
  if (cause === "no_credentials" && /expired/i.test(String(message))) return "expired";
  if (cause !== null && cause !== "throttled" && status !== void 0 && status >= 500) return "unavailable";
  if (cause !== null) return cause;
  if (status === void 0) return "other";
  if (status >= 500) return "unavailable";
  if ($metadata?.requestId === void 0) return "wrong_host";
  return status === 403 ? "denied" : "other";
}
function rememberRoute(outcome, route) {
  if (!routes.has(outcome)) routes.set(outcome, route);
}
function complete(answer, ...fields2) {
  const missing = fields2.filter((field) => answer[field] === void 0 || answer[field] === null);
  if (missing.length === 0) return answer;
  const error = Object.assign(new Error(`the answer lacks ${missing.join(" and ")}`), {
    name: "IncompleteAnswer"
  });
  const route = routes.get(answer);
  if (route !== void 0) routes.set(error, route);
  throw error;
}
function isThrottling(error) {
  return failureOf(error, "").cause === "throttled";
}
async function readEvidence(action, call) {
  try {
    return found(await call());
  } catch (error) {
    return failed2(failureOf(error, action));
  }
}
var awsCauses, connectionCauses, routes;
var init_aws_failure = __esm({
  "src/aws/aws-failure.ts"() {
    "use strict";
    init_evidence();
    awsCauses = {
      NotFoundException: "not_found",
      NoSuchEntity: "not_found",
      NoSuchEntityException: "not_found",
      ResourceNotFoundException: "not_found",
      AccessDenied: "denied",
      AccessDeniedException: "denied",
      UnauthorizedOperation: "denied",
      NotAuthorized: "denied",
      UnsupportedOperationException: "unsupported",
      ExpiredToken: "expired",
      ExpiredTokenException: "expired",
      MissingAuthenticationToken: "no_credentials",
      MissingAuthenticationTokenException: "no_credentials",
      CredentialsProviderError: "no_credentials",
      UnrecognizedClientException: "invalid_credentials",
      InvalidClientTokenId: "invalid_credentials",
      InvalidAccessKeyId: "invalid_credentials",
      InvalidSignatureException: "invalid_credentials",
      SignatureDoesNotMatch: "invalid_credentials",
      IncompleteSignature: "invalid_credentials",
      IncompleteSignatureException: "invalid_credentials",
      RequestExpired: "invalid_credentials",
      OptInRequired: "invalid_credentials",
      ThrottlingException: "throttled",
      Throttling: "throttled",
      TooManyRequestsException: "throttled",
      RequestLimitExceeded: "throttled",
      IncompleteAnswer: "wrong_host",
      AbortError: "aborted",
      TimeoutError: "timeout"
    };
    connectionCauses = [
      [/^PROXY_/, "proxy"],
      [/CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|^INVALID_CA$|^HOSTNAME_MISMATCH$|^CA_BUNDLE_/, "tls"],
      [/^ERR_SSL_|^EPROTO$/, "wrong_host"],
      [/^E(CONNREFUSED|CONNRESET|PIPE|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|NETDOWN)$/, "unreachable"],
      [/^ETIMEDOUT$/, "timeout"]
    ];
    routes = /* @__PURE__ */ new WeakMap();
  }
});

// shared:shared1
var require_shared1 = __commonJS({
  "shared:shared1"(exports2, module2) {
    module2.exports = require("../index.cjs").shared1;
  }
});

// src/aws/clients.ts
function openClients(settings) {
  const made = /* @__PURE__ */ new Map();
  return {
    options: settings.signal === null ? {} : { abortSignal: settings.signal },
    open(service, region, make) {
      const name = `${service} ${region}`;
      const known3 = made.get(name);
      if (known3 !== void 0) return known3;
      const client = make(configOf(settings, service, region));
      pace(client.middlewareStack, settings);
      made.set(name, client);
      return client;
    }
  };
}
function endpointFor(service, env) {
  const name = variableNames[service] ?? service.toUpperCase();
  return env[`AWS_ENDPOINT_URL_${name}`] || env["AWS_ENDPOINT_URL"] || null;
}
function configOf(settings, service, region) {
  const { env, credentials: credentials2, run_id, kms_endpoint, pool } = settings;
  const url = (service === "kms" ? kms_endpoint : null) ?? endpointFor(service, env) ?? standIn(kms_endpoint);
  return {
    region,
    ...url === null ? {} : { endpoint: url },
    ...credentialsOf(credentials2, env),
    maxAttempts: 3,
    customUserAgent: [
      ["vault-keymgmt-aws-kms", import_version.version],
      ...run_id === null ? [] : [["run", run_id.replace(/[^\w.-]/g, "-")]]
    ],
    requestHandler: (0, import_connections.requestHandlerFor)(service === "lambda" ? invocationTimeout : usualTimeout, env, pool)
  };
}
function credentialsOf(credentials2, env) {
  if (credentials2 !== null) return { credentials: credentials2 };
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = env["AWS_SESSION_TOKEN"];
  return {
    credentials: async () => ({ accessKeyId, secretAccessKey, ...sessionToken ? { sessionToken } : {} })
  };
}
function standIn(kmsEndpoint) {
  return kmsEndpoint === null || (0, import_partitions.isAwsHost)(new URL(kmsEndpoint).hostname) ? null : kmsEndpoint;
}
function pace(stack, { limiter: limiter2, signal, env }) {
  let route = null;
  stack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (route !== null) rememberRoute(error, route);
        throw error;
      }
    },
    { name: "routeOfFailure", step: "initialize" }
  );
  stack.addRelativeTo(
    (next, context) => async (args) => {
      route = routeOf(args.request, env);
      const operation = String(context["commandName"] ?? "").replace(/Command$/, "");
      for (let attempt = 1; ; attempt++) {
        try {
          await limiter2.take(operation, signal ?? void 0);
          const answer = await next(args);
          rememberRoute(answer.output, route);
          limiter2.succeeded(operation);
          return answer;
        } catch (thrown2) {
          const error = asError(thrown2);
          rememberRoute(error, route);
          if (!isThrottling(error)) throw error;
          limiter2.throttled(operation);
          if (attempt === throttledAttempts) throw error;
        }
      }
    },
    { name: "sharedRate", relation: "after", toMiddleware: "retryMiddleware" }
  );
}
function routeOf(request, env) {
  const url = (0, import_connections.urlOf)(request);
  const proxy2 = (0, import_proxy.proxyFor)(url, env);
  return { host: url.host, ...proxy2 === null ? {} : { proxy: proxy2.host } };
}
function asError(thrown2) {
  if (thrown2 instanceof Error) return thrown2;
  const { name, message, code } = thrown2;
  return Object.assign(new Error(message), { name, ...code === void 0 ? {} : { code } });
}
var import_proxy, import_partitions, import_version, import_connections, throttledAttempts, variableNames, usualTimeout, invocationTimeout;
var init_clients = __esm({
  "src/aws/clients.ts"() {
    "use strict";
    import_proxy = __toESM(require_shared11(), 1);
    import_partitions = __toESM(require_shared22(), 1);
    import_version = __toESM(require_shared82(), 1);
    init_aws_failure();
    import_connections = __toESM(require_shared1(), 1);
    throttledAttempts = 8;
    variableNames = {
      secretsmanager: "SECRETS_MANAGER",
      "access-analyzer": "ACCESSANALYZER",
      config: "CONFIG_SERVICE"
    };
    usualTimeout = 3e4;
    invocationTimeout = 91e4;
  }
});

// src/aws/check-no-public-access.ts
function checkNoPublicAccess(clients, region, policy) {
  return readEvidence("access-analyzer:CheckNoPublicAccess", async () => {
    const { accessAnalyzerClient, CheckNoPublicAccessCommand } = await Promise.resolve().then(() => __toESM(require("./access-analyzer-client.cjs"), 1));
    const client = accessAnalyzerClient(clients, region);
    const answer = await client.send(
      new CheckNoPublicAccessCommand({
        policyDocument: JSON.stringify(policy),
        resourceType: "AWS::KMS::Key"
      }),
      clients.options
    );
    const { result, reasons, message } = complete(answer, "result");
    if (result !== "PASS" && result !== "FAIL")
      throw Object.assign(new Error(`the answer's result is ${result}`), { name: "UnknownResult" });
    const given = (reasons ?? []).map(
      ({ description: description2, statementId, statementIndex }) => [statementId ?? (statementIndex === void 0 ? null : `statement ${statementIndex + 1}`), description2].filter((text2) => text2 !== null && text2 !== void 0 && text2 !== "").join(": ")
    );
    return { result, reasons: given.length > 0 ? given : [message ?? "no reason given"] };
  });
}
var init_check_no_public_access = __esm({
  "src/aws/check-no-public-access.ts"() {
    "use strict";
    init_aws_failure();
  }
});

// src/model/principal.ts
function parsePrincipal(arn2) {
  const match = /^arn:([^:]+):(?:iam|sts)::(\d{12}):(root|user|role|assumed-role|federated-user)(?:\/(.+))?$/.exec(arn2);
  if (match === null) return null;
  const [, partition = "", account_id = "", kind = "", path = ""] = match;
  const parts = path.split("/");
  const name = kind === "assumed-role" ? parts[0] ?? "" : parts.at(-1) ?? "";
  return {
    kind: kind === "federated-user" ? "other" : kind,
    partition,
    account_id,
    name
  };
}
function accountOf(arn2) {
  const account2 = arn2.split(":")[4];
  return account2 === void 0 || !/^\d{12}$/.test(account2) ? null : account2;
}
function samePrincipal(caller, principal) {
  if (caller === principal) return true;
  const [a, b] = [parsePrincipal(caller), parsePrincipal(principal)];
  const isRole = (kind) => kind === "role" || kind === "assumed-role";
  return a !== null && b !== null && isRole(a.kind) && isRole(b.kind) && a.account_id === b.account_id && a.name === b.name;
}
var init_principal = __esm({
  "src/model/principal.ts"() {
    "use strict";
  }
});

// src/aws/cloudtrail.ts
function lookUpCalls(clients, region, principalArn, action) {
  return readEvidence("cloudtrail:LookupEvents", async () => {
    const attribute = { AttributeKey: "EventName", AttributeValue: action.replace(/^kms:/, "") };
    const events = [];
    for await (const page of pagesOf(clients, region, attribute)) events.push(...page);
    return pastCalls(principalArn, events);
  });
}
function pastCalls(principalArn, events) {
  return events.filter(({ userIdentity }) => isPrincipal(userIdentity, principalArn)).filter(({ errorCode }) => errorCode === void 0 || /^AccessDenied/.test(errorCode)).map(({ eventTime = "", errorCode, errorMessage, resources = [] }) => ({
    time: eventTime,
    resources: resources.flatMap(({ ARN }) => ARN ?? []),
    denial: errorCode === void 0 ? null : errorMessage ?? errorCode
  })).sort((a, b) => b.time.localeCompare(a.time));
}
function lookUpPolicyChanges(clients, region, principalArn) {
  return readEvidence("cloudtrail:LookupEvents", async () => {
    const keys2 = {};
    const ofKeys = { AttributeKey: "EventName", AttributeValue: "PutKeyPolicy" };
    for await (const page of pagesOf(clients, region, ofKeys))
      for (const { eventTime = "", errorCode, resources = [] } of page)
        for (const { ARN = "" } of errorCode === void 0 ? resources : [])
          if (eventTime > (keys2[ARN] ?? "")) keys2[ARN] = eventTime;
    return { keys: keys2, principal: await principalChange(clients, principalArn) };
  });
}
function lookUpKeyCreators(clients, region) {
  return readEvidence("cloudtrail:LookupEvents", async () => {
    const creators = {};
    const attribute = { AttributeKey: "EventName", AttributeValue: "CreateKey" };
    for await (const page of pagesOf(clients, region, attribute))
      for (const { errorCode, resources = [], userIdentity } of page) {
        const creator = userIdentity?.sessionContext?.sessionIssuer?.arn ?? userIdentity?.arn;
        if (errorCode !== void 0 || creator === void 0) continue;
        for (const { ARN } of resources) if (ARN !== void 0) creators[ARN] = creator;
      }
    return creators;
  });
}
async function principalChange(clients, principalArn) {
  const principal = parsePrincipal(principalArn);
  if (principal === null) return null;
  const attribute = { AttributeKey: "ResourceName", AttributeValue: principal.name };
  const times = [];
  for await (const page of pagesOf(clients, iamRegion(principal.partition), attribute))
    for (const { eventTime = "", eventName = "", errorCode } of page)
      if (errorCode === void 0 && /^(Put|Attach|Detach|Delete).*(Policy|PermissionsBoundary)$/.test(eventName))
        times.push(eventTime);
  return times.sort().at(-1) ?? null;
}
async function* pagesOf(clients, region, attribute) {
  const { cloudTrailClient, LookupEventsCommand } = await Promise.resolve().then(() => __toESM(require("./cloudtrail-client.cjs"), 1));
  const client = cloudTrailClient(clients, region);
  let next;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [attribute],
        MaxResults: 50,
        ...next === void 0 ? {} : { NextToken: next }
      }),
      clients.options
    );
    yield complete(answer, "Events").Events.flatMap(({ CloudTrailEvent }) => parse(CloudTrailEvent));
    next = answer.NextToken;
    if (next === void 0) return;
  }
}
function iamRegion(partition) {
  if (partition === "aws-cn") return "cn-north-1";
  return partition === "aws-us-gov" ? "us-gov-west-1" : "us-east-1";
}
function isPrincipal(identity, principalArn) {
  if (identity === void 0) return false;
  const issuer = identity.sessionContext?.sessionIssuer?.arn;
  return parsePrincipal(principalArn)?.kind === "role" ? issuer === principalArn : identity.arn === principalArn;
}
function parse(text2) {
  try {
    return [JSON.parse(text2 ?? "")];
  } catch {
    return [];
  }
}
var mostPages;
var init_cloudtrail = __esm({
  "src/aws/cloudtrail.ts"() {
    "use strict";
    init_principal();
    init_aws_failure();
    mostPages = 10;
  }
});

// src/aws/key-details.ts
function readResourceTags(clients, region, keyId3) {
  return readEvidence("kms:ListResourceTags", async () => {
    const { kmsClient, paginateListResourceTags } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
    const client = kmsClient(clients, region);
    const tags = {};
    for await (const page of paginateListResourceTags({ client }, { KeyId: keyId3 }, clients.options))
      for (const { TagKey, TagValue } of complete(page, "Tags").Tags) tags[TagKey ?? ""] = TagValue ?? "";
    return tags;
  });
}
function readGrants(clients, region, keyId3) {
  return readEvidence("kms:ListGrants", async () => {
    const { kmsClient, paginateListGrants } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
    const client = kmsClient(clients, region);
    const grants2 = [];
    for await (const page of paginateListGrants({ client }, { KeyId: keyId3 }, clients.options))
      for (const { GranteePrincipal, GranteeServicePrincipal, Operations, Constraints } of complete(
        page,
        "Grants"
      ).Grants)
        grants2.push({
          grantee: GranteePrincipal ?? GranteeServicePrincipal ?? "",
          operations: Operations ?? [],
          is_constrained: Object.keys(Constraints ?? {}).length > 0
        });
    return grants2;
  });
}
var init_key_details = __esm({
  "src/aws/key-details.ts"() {
    "use strict";
    init_aws_failure();
  }
});

// src/aws/last-usage.ts
function readLastUsage(clients, region, keyId3) {
  return readEvidence("kms:GetKeyLastUsage", async () => {
    const { kmsClient, GetKeyLastUsageCommand } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
    const client = kmsClient(clients, region);
    const usage = await client.send(new GetKeyLastUsageCommand({ KeyId: keyId3 }), clients.options);
    const { KeyLastUsage } = usage;
    const { KeyCreationDate, TrackingStartDate } = complete(usage, "KeyCreationDate", "TrackingStartDate");
    return {
      last_used: KeyLastUsage?.Timestamp?.toISOString() ?? null,
      operation: KeyLastUsage?.Operation ?? null,
      ...KeyLastUsage?.CloudTrailEventId === void 0 ? {} : { event_id: KeyLastUsage.CloudTrailEventId },
      created: KeyCreationDate.toISOString(),
      tracked_since: TrackingStartDate.toISOString()
    };
  });
}
var init_last_usage = __esm({
  "src/aws/last-usage.ts"() {
    "use strict";
    init_aws_failure();
  }
});

// src/aws/principal-details.ts
function readPrincipal(clients, region, kind, name) {
  return kind === "user" ? readUser(clients, region, name) : readRole(clients, region, name);
}
function readUser(clients, region, name) {
  return readEvidence("iam:GetUser", async () => {
    const { iamClient, GetUserCommand } = await Promise.resolve().then(() => __toESM(require("./iam-client.cjs"), 1));
    const client = iamClient(clients, region);
    const answer = await client.send(new GetUserCommand({ UserName: name }), clients.options);
    const { User } = complete(answer, "User");
    return { arn: User.Arn ?? "", unique_id: User.UserId ?? "", tags: tagsOf(User.Tags) };
  });
}
function readRole(clients, region, name) {
  return readEvidence("iam:GetRole", async () => {
    const { iamClient, GetRoleCommand } = await Promise.resolve().then(() => __toESM(require("./iam-client.cjs"), 1));
    const client = iamClient(clients, region);
    const answer = await client.send(new GetRoleCommand({ RoleName: name }), clients.options);
    const { Role } = complete(answer, "Role");
    return { arn: Role.Arn ?? "", unique_id: Role.RoleId ?? "", tags: tagsOf(Role.Tags) };
  });
}
function tagsOf(tags) {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}
var init_principal_details = __esm({
  "src/aws/principal-details.ts"() {
    "use strict";
    init_aws_failure();
  }
});

// src/aws/read-organization-policies.ts
function readOrganizationPolicies(clients, region, accountId) {
  return readEvidence("organizations:DescribePolicy", async () => {
    const { organizationsClient, ListParentsCommand } = await Promise.resolve().then(() => __toESM(require("./organizations-client.cjs"), 1));
    const client = organizationsClient(clients, region);
    const levels = [];
    for (let target = accountId; target !== void 0; ) {
      levels.push(await policiesOf(target, client, clients.options));
      if (target.startsWith("r-")) return levels;
      const parents = await client.send(
        new ListParentsCommand({ ChildId: target }),
        clients.options
      );
      target = parents.Parents?.[0]?.Id;
    }
    throw Object.assign(new Error("the path to the root of the organization ends early"), { name: "NoRoot" });
  });
}
async function policiesOf(target, client, options) {
  const { paginateListPoliciesForTarget, DescribePolicyCommand } = await Promise.resolve().then(() => __toESM(require("./organizations-client.cjs"), 1));
  const documents = [];
  const query2 = { TargetId: target, Filter: "SERVICE_CONTROL_POLICY" };
  for await (const page of paginateListPoliciesForTarget({ client }, query2, options))
    for (const { Id } of complete(page, "Policies").Policies) {
      const answer = await client.send(new DescribePolicyCommand({ PolicyId: Id }), options);
      documents.push(JSON.parse(complete(answer, "Policy").Policy.Content ?? ""));
    }
  return documents;
}
var init_read_organization_policies = __esm({
  "src/aws/read-organization-policies.ts"() {
    "use strict";
    init_aws_failure();
  }
});

// src/aws/simulate-policy.ts
function simulatePrincipalPolicy(clients, region, principalArn, query2) {
  return readEvidence("iam:SimulatePrincipalPolicy", async () => {
    const { iamClient, paginateSimulatePrincipalPolicy } = await Promise.resolve().then(() => __toESM(require("./iam-client.cjs"), 1));
    const client = iamClient(clients, region);
    const rows = [];
    const pages = paginateSimulatePrincipalPolicy(
      { client },
      {
        PolicySourceArn: principalArn,
        ActionNames: [...query2.actions],
        ...query2.resources.length === 0 ? {} : { ResourceArns: [...query2.resources] },
        ContextEntries: query2.context.map(({ key, type, values }) => ({
          ContextKeyName: key,
          ContextKeyType: type,
          ContextKeyValues: [...values]
        }))
      },
      clients.options
    );
    for await (const page of pages)
      rows.push(...complete(page, "EvaluationResults").EvaluationResults.flatMap(rowsOf));
    return rows;
  });
}
function rowsOf(result) {
  const action = result.EvalActionName ?? "";
  const organization = result.OrganizationsDecisionDetail?.AllowedByOrganizations ?? null;
  const boundary = result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ?? null;
  const specific = (result.ResourceSpecificResults ?? []).filter(
    ({ EvalResourceName }) => EvalResourceName !== void 0
  );
  if (specific.length === 0)
    return [
      {
        action,
        resource: concrete(result.EvalResourceName),
        decision: result.EvalDecision ?? "unknown",
        allowed_by_organization: organization,
        allowed_by_boundary: boundary,
        missing_context: result.MissingContextValues ?? [],
        matched: matchedOf(result)
      }
    ];
  return specific.map((entry) => ({
    action,
    resource: entry.EvalResourceName ?? "*",
    decision: entry.EvalResourceDecision ?? "unknown",
    allowed_by_organization: organization,
    allowed_by_boundary: entry.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ?? boundary,
    missing_context: entry.MissingContextValues ?? [],
    matched: matchedOf(entry)
  }));
}
function concrete(resource) {
  return resource === void 0 || resource.includes("${") ? "*" : resource;
}
function matchedOf({ MatchedStatements }) {
  return (MatchedStatements ?? []).map(
    ({ SourcePolicyId, SourcePolicyType }) => SourcePolicyId ?? SourcePolicyType ?? "a policy"
  );
}
var init_simulate_policy = __esm({
  "src/aws/simulate-policy.ts"() {
    "use strict";
    init_aws_failure();
  }
});

// src/aws/use-key.ts
function encryptWithKey(clients, region, KeyId, plaintext, EncryptionContext) {
  return readEvidence("kms:Encrypt", async () => {
    const { kmsClient, EncryptCommand } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
    const command = new EncryptCommand({ KeyId, Plaintext: Buffer.from(plaintext), EncryptionContext });
    const answer = await kmsClient(clients, region).send(command, clients.options);
    return Buffer.from(complete(answer, "CiphertextBlob").CiphertextBlob).toString("base64");
  });
}
function decryptWithKey(clients, region, KeyId, ciphertext, context) {
  return readEvidence("kms:Decrypt", async () => {
    const { kmsClient, DecryptCommand } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
    const command = new DecryptCommand({
      KeyId,
      CiphertextBlob: Buffer.from(ciphertext, "base64"),
      ...context === null ? { EncryptionAlgorithm: "RSAES_OAEP_SHA_256" } : { EncryptionContext: context }
    });
    const answer = await kmsClient(clients, region).send(command, clients.options);
    return Buffer.from(complete(answer, "Plaintext").Plaintext).toString();
  });
}
function signWithKey(clients, region, KeyId, message, algorithm2) {
  return readEvidence("kms:Sign", async () => {
    const { kmsClient, SignCommand } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
    const command = new SignCommand({
      KeyId,
      Message: Buffer.from(message),
      MessageType: "RAW",
      SigningAlgorithm: algorithm2
    });
    const answer = await kmsClient(clients, region).send(command, clients.options);
    return Buffer.from(complete(answer, "Signature").Signature).toString("base64");
  });
}
var init_use_key = __esm({
  "src/aws/use-key.ts"() {
    "use strict";
    init_aws_failure();
  }
});

// src/aws/read-evidence.ts
function createAwsReader(clients, region) {
  const { options } = clients;
  return {
    identity: () => readEvidence("sts:GetCallerIdentity", async () => {
      const { stsClient, GetCallerIdentityCommand } = await Promise.resolve().then(() => __toESM(require("./sts-client.cjs"), 1));
      const answer = await stsClient(clients, region).send(new GetCallerIdentityCommand({}), options);
      const { Account, Arn } = complete(answer, "Account", "Arn");
      return { account_id: Account, arn: Arn };
    }),
    key: (at, keyId3) => readEvidence("kms:DescribeKey", async () => {
      const { kmsClient, DescribeKeyCommand } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
      const answer = await kmsClient(clients, at).send(new DescribeKeyCommand({ KeyId: keyId3 }), options);
      return keyOf(complete(answer, "KeyMetadata").KeyMetadata);
    }),
    aliases: (at) => readEvidence("kms:ListAliases", async () => {
      const { kmsClient, paginateListAliases } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
      const client = kmsClient(clients, at);
      const aliases = [];
      for await (const page of paginateListAliases({ client, pageSize: 100 }, {}, options)) {
        for (const { AliasName, TargetKeyId, CreationDate, LastUpdatedDate } of complete(page, "Aliases").Aliases)
          aliases.push({
            name: AliasName ?? "",
            target_key_id: TargetKeyId ?? null,
            created: timeOf(CreationDate),
            updated: timeOf(LastUpdatedDate)
          });
      }
      return aliases;
    }),
    keyIds: (at) => readEvidence("kms:ListKeys", async () => {
      const { kmsClient, paginateListKeys } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
      const client = kmsClient(clients, at);
      const ids = [];
      for await (const page of paginateListKeys({ client, pageSize: 1e3 }, {}, options))
        ids.push(...complete(page, "Keys").Keys.flatMap(({ KeyId }) => KeyId ?? []));
      return ids;
    }),
    policy: (at, keyId3) => readEvidence("kms:GetKeyPolicy", async () => {
      const { kmsClient, GetKeyPolicyCommand } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
      const client = kmsClient(clients, at);
      const query2 = new GetKeyPolicyCommand({ KeyId: keyId3, PolicyName: "default" });
      return JSON.parse(complete(await client.send(query2, options), "Policy").Policy);
    }),
    materials: (at, keyId3) => readEvidence("kms:ListKeyRotations", async () => {
      const { kmsClient, paginateListKeyRotations } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
      const client = kmsClient(clients, at);
      const materials = [];
      const query2 = { KeyId: keyId3, IncludeKeyMaterial: "ALL_KEY_MATERIAL" };
      for await (const page of paginateListKeyRotations({ client }, query2, options)) {
        for (const rotation of complete(page, "Rotations").Rotations) {
          const { KeyMaterialId, KeyMaterialState, ImportState, RotationDate } = rotation;
          materials.push({
            id: KeyMaterialId ?? null,
            state: KeyMaterialState ?? null,
            import_state: ImportState ?? null,
            rotation_date: timeOf(RotationDate)
          });
        }
      }
      return materials;
    }),
    publicKey: (at, keyId3) => readEvidence("kms:GetPublicKey", async () => {
      const { kmsClient, GetPublicKeyCommand } = await Promise.resolve().then(() => __toESM(require("./kms-client.cjs"), 1));
      const answer = await kmsClient(clients, at).send(new GetPublicKeyCommand({ KeyId: keyId3 }), options);
      return Buffer.from(complete(answer, "PublicKey").PublicKey).toString("base64");
    }),
    principal: (kind, name) => readPrincipal(clients, region, kind, name),
    simulate: (principalArn, query2) => simulatePrincipalPolicy(clients, region, principalArn, query2),
    publicAccess: (at, policy) => checkNoPublicAccess(clients, at, policy),
    resourceTags: (at, keyId3) => readResourceTags(clients, at, keyId3),
    lastUsage: (at, keyId3) => readLastUsage(clients, at, keyId3),
    grants: (at, keyId3) => readGrants(clients, at, keyId3),
    organizationPolicies: (accountId) => readOrganizationPolicies(clients, region, accountId),
    history: (at, principalArn, action) => lookUpCalls(clients, at, principalArn, action),
    keyCreators: (at) => lookUpKeyCreators(clients, at),
    policyChanges: (at, principalArn) => lookUpPolicyChanges(clients, at, principalArn),
    encrypt: (at, keyId3, plaintext, context) => encryptWithKey(clients, at, keyId3, plaintext, context),
    decrypt: (at, keyId3, ciphertext, context) => decryptWithKey(clients, at, keyId3, ciphertext, context),
    sign: (at, keyId3, message, algorithm2) => signWithKey(clients, at, keyId3, message, algorithm2)
  };
}
function keyOf(metadata) {
  const multiRegion2 = metadata.MultiRegionConfiguration;
  return {
    key_id: metadata.KeyId ?? "",
    arn: metadata.Arn ?? metadata.KeyId ?? "",
    account_id: shared(metadata.AWSAccountId),
    creation_date: timeOf(metadata.CreationDate),
    key_state: shared(metadata.KeyState),
    key_usage: shared(metadata.KeyUsage),
    key_spec: shared(metadata.KeySpec ?? metadata.CustomerMasterKeySpec),
    origin: shared(metadata.Origin),
    key_manager: shared(metadata.KeyManager),
    deletion_date: timeOf(metadata.DeletionDate),
    expiration_model: shared(metadata.ExpirationModel),
    valid_to: timeOf(metadata.ValidTo),
    custom_key_store_id: metadata.CustomKeyStoreId ?? null,
    multi_region: metadata.MultiRegion === true ? {
      type: multiRegion2?.MultiRegionKeyType ?? null,
      primary_region: multiRegion2?.PrimaryKey?.Region ?? null,
      replica_regions: (multiRegion2?.ReplicaKeys ?? []).flatMap(({ Region }) => Region ?? [])
    } : null,
    key_material_id: metadata.CurrentKeyMaterialId ?? null
  };
}
function shared(text2) {
  if (text2 === void 0) return null;
  const known3 = texts.get(text2);
  if (known3 === void 0 && texts.size < mostTexts) texts.set(text2, text2);
  return known3 ?? text2;
}
function timeOf(date2) {
  return date2 === void 0 ? null : date2.toISOString();
}
var texts, mostTexts;
var init_read_evidence = __esm({
  "src/aws/read-evidence.ts"() {
    "use strict";
    init_aws_failure();
    init_check_no_public_access();
    init_cloudtrail();
    init_key_details();
    init_last_usage();
    init_principal_details();
    init_read_organization_policies();
    init_simulate_policy();
    init_use_key();
    texts = /* @__PURE__ */ new Map();
    mostTexts = 1e3;
  }
});

// src/aws/verifier-identity.ts
async function resolveVerifierCredentials(identity, region, runId, clients, clock2) {
  if (identity.kind === "self") return found(null);
  if (identity.kind === "read") return identity.read(clients, region);
  const foreign = foreignPartition(identity.role_arn, region);
  if (foreign !== null) return failed2(foreign);
  const assume = () => assumeRole(identity, region, runId, clients);
  const first = await readEvidence("sts:AssumeRole", assume);
  return first.ok ? found(renewing(first.value, assume, clock2)) : first;
}
function foreignPartition(roleArn, region) {
  const role = parsePrincipal(roleArn)?.partition;
  const { id } = (0, import_partitions2.partitionOf)(region);
  if (role === void 0 || role === id) return null;
  return {
    cause: "wrong_partition",
    code: "WrongPartition",
    message: `${roleArn} is in the partition ${role}, and ${region} is in ${id}`,
    action: "sts:AssumeRole"
  };
}
async function assumeRole(role, region, runId, clients) {
  const { stsClient, AssumeRoleCommand } = await Promise.resolve().then(() => __toESM(require("./sts-client.cjs"), 1));
  const sts = stsClient(clients, region);
  const assume = async (sourceIdentity) => sts.send(
    new AssumeRoleCommand({
      RoleArn: role.role_arn,
      RoleSessionName: sessionName(runId),
      DurationSeconds: 900,
      ...sourceIdentity === null ? {} : { SourceIdentity: sourceIdentity },
      ...role.external_id === null ? {} : { ExternalId: role.external_id }
    }),
    clients.options
  );
  const answer = await assume("keymgmt-verify").catch((error) => {
    if (failureOf(error, "").cause !== "denied") throw error;
    return assume(null).catch((second) => {
      throw bothDenials(error, second);
    });
  });
  const { Credentials } = complete(answer, "Credentials");
  const { AccessKeyId, SecretAccessKey } = complete(Credentials, "AccessKeyId", "SecretAccessKey");
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...Credentials.SessionToken === void 0 ? {} : { sessionToken: Credentials.SessionToken },
    ...Credentials.Expiration === void 0 ? {} : { expiration: Credentials.Expiration }
  };
}
function bothDenials(withSource, without) {
  if (withSource.message !== without.message)
    without.message = `${without.message}; with a source identity: ${withSource.message}`;
  return without;
}
function sessionName(runId) {
  return `keymgmt-verify${runId === null ? "" : `-${runId.replace(/[^\w+=,.@-]/g, "-")}`}`.slice(0, 64);
}
function renewing(first, renew, clock2) {
  const margin = 12e4;
  let current = first;
  let renewal = null;
  return async () => {
    const { expiration } = current;
    if (expiration !== void 0 && expiration.getTime() - clock2.now().getTime() < margin) {
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      current = await renewal;
    }
    return current;
  };
}
var import_partitions2;
var init_verifier_identity = __esm({
  "src/aws/verifier-identity.ts"() {
    "use strict";
    init_evidence();
    import_partitions2 = __toESM(require_shared22(), 1);
    init_principal();
    init_aws_failure();
  }
});

// src/verifier/open-reader.ts
var open_reader_exports = {};
__export(open_reader_exports, {
  missingReplicas: () => missingReplicas,
  openReader: () => openReader
});
async function openReader(identity, region, { env, run_id, shared: shared2, clock: clock2 }, budget = 1e4) {
  const settings = {
    env,
    credentials: null,
    run_id,
    ...shared2,
    signal: AbortSignal.timeout(budget),
    kms_endpoint: null
  };
  if (identity.kind === "declared") {
    const { access_key, secret_key, session_token, endpoint } = identity.credentials;
    const credentials3 = async () => ({
      accessKeyId: access_key.reveal(),
      secretAccessKey: secret_key.reveal(),
      ...session_token === null ? {} : { sessionToken: session_token.reveal() }
    });
    return found(createAwsReader(openClients({ ...settings, credentials: credentials3, kms_endpoint: endpoint }), region));
  }
  const credentials2 = await resolveVerifierCredentials(
    identity,
    region,
    run_id,
    openClients(settings),
    clock2
  );
  if (!credentials2.ok) return credentials2;
  return found(createAwsReader(openClients({ ...settings, credentials: credentials2.value }), region));
}
async function missingReplicas(reader, keyIds, regions2) {
  const read2 = await Promise.all(
    regions2.flatMap((region) => keyIds.map(async (id) => ({ region, answer: await reader.key(region, id) })))
  );
  const missing = /* @__PURE__ */ new Set();
  for (const { region, answer } of read2) {
    if (!answer.ok && answer.failure.cause !== "not_found") return { unknown: showFailure(answer.failure) };
    if (!answer.ok || answer.value.key_state === "PendingImport") missing.add(region);
  }
  return { missing: regions2.filter((region) => missing.has(region)) };
}
var init_open_reader = __esm({
  "src/verifier/open-reader.ts"() {
    "use strict";
    init_clients();
    init_read_evidence();
    init_verifier_identity();
    init_evidence();
  }
});

// src/aws/rate-limiter.ts
function createRateLimiter(share3, clock2) {
  const lanes = /* @__PURE__ */ new Map();
  const laneOf = (operation) => {
    const quota = quotas[operation];
    if (quota === void 0) return null;
    const ceiling = quota * share3;
    const lane = lanes.get(operation) ?? {
      ceiling,
      rate: ceiling,
      lowered: 0,
      done: 0,
      since: clock2.now().getTime(),
      next: 0
    };
    lanes.set(operation, lane);
    return lane;
  };
  return {
    async take(operation, signal) {
      const lane = laneOf(operation);
      if (lane === null) return;
      const now = clock2.now().getTime();
      const spacing = 1e3 / lane.rate;
      const saved = spacing * Math.max(smallestBurst, burst * lane.rate);
      lane.next = Math.max(lane.next, now - saved) + spacing;
      const at = lane.next - spacing;
      if (at - now >= 1) await clock2.sleep(at - now, signal);
    },
    throttled(operation) {
      const lane = laneOf(operation);
      const now = clock2.now().getTime();
      if (lane === null || now - lane.lowered < window) return;
      const granted = lane.done / Math.max(1, now - lane.since) * 1e3;
      lane.rate = Math.max(floor, lane.rate / 8, Math.min(lane.rate / 2, granted));
      Object.assign(lane, { lowered: now, done: 0, since: now });
      lane.next = Math.max(lane.next, now + 1e3 / lane.rate);
    },
    succeeded(operation) {
      const lane = laneOf(operation);
      if (lane === null) return;
      const now = clock2.now().getTime();
      if (now - lane.since > sample) Object.assign(lane, { done: 0, since: now });
      lane.done++;
      const step = Math.max(lane.ceiling / 5e3, lane.rate / 200);
      lane.rate = Math.min(lane.ceiling, lane.rate + step);
    }
  };
}
var quotas, burst, smallestBurst, window, sample, floor;
var init_rate_limiter = __esm({
  "src/aws/rate-limiter.ts"() {
    "use strict";
    quotas = {
      DescribeKey: 2e3,
      GetPublicKey: 2e3,
      GetKeyPolicy: 1e3,
      ListAliases: 500,
      ListKeys: 500,
      ListResourceTags: 2e3,
      GetKeyLastUsage: 5,
      ListKeyRotations: 100,
      ListGrants: 100,
      // IAM publishes no number; users report throttling after some 180 calls in one burst.
      SimulatePrincipalPolicy: 10,
      LookupEvents: 2,
      // Lambda allows ten times the account's concurrency, which differs by account.
      Invoke: 20
    };
    burst = 0.5;
    smallestBurst = 4;
    window = 250;
    sample = 1e3;
    floor = 0.5;
  }
});

// src/aws/aws-effects.ts
var aws_effects_exports = {};
__export(aws_effects_exports, {
  openSharedConnections: () => openSharedConnections
});
function openSharedConnections(clock2, share3 = 0.5) {
  return { limiter: createRateLimiter(share3, clock2), pool: /* @__PURE__ */ new Map() };
}
var init_aws_effects = __esm({
  "src/aws/aws-effects.ts"() {
    "use strict";
    init_rate_limiter();
  }
});

// src/verify/audited-principal.ts
async function findAuditedPrincipal(request, identity, reader) {
  const verifier = identity.ok ? identity.value.arn : null;
  const named6 = request.principal_arn ?? (request.audits_verifier ? verifier : null);
  const plain4 = { details: null, unresolved: null };
  if (named6 === null) return { principal_arn: null, is_verifier: false, ...plain4 };
  const is_verifier = verifier !== null && samePrincipal(verifier, named6);
  const principal = parsePrincipal(named6);
  if (principal?.kind !== "assumed-role") return { principal_arn: named6, is_verifier, ...plain4 };
  const { partition, account_id, name } = principal;
  const role = await reader.principal("role", name);
  const guessed = `arn:${partition}:iam::${account_id}:role/${name}`;
  if (!role.ok) return { principal_arn: guessed, is_verifier, details: null, unresolved: role.failure };
  if (parsePrincipal(role.value.arn)?.account_id === account_id)
    return { principal_arn: role.value.arn, is_verifier, details: role.value, unresolved: null };
  return { principal_arn: guessed, is_verifier, details: null, unresolved: otherAccount(name, account_id) };
}
function otherAccount(name, accountId) {
  return {
    cause: "not_found",
    code: "OtherAccount",
    message: `the verifier identity is not in the account ${accountId} of the role ${name}`,
    action: "iam:GetRole"
  };
}
var init_audited_principal = __esm({
  "src/verify/audited-principal.ts"() {
    "use strict";
    init_principal();
  }
});

// shared:shared78
var require_shared78 = __commonJS({
  "shared:shared78"(exports2, module2) {
    module2.exports = require("../index.cjs").shared78;
  }
});

// src/verify/key-policy/request.ts
function lookUp({ values, absent }, key) {
  const name = key.toLowerCase();
  const known3 = values[name];
  if (known3 !== void 0) return known3;
  const isAbsent = absent.some((one) => /[/:]$/.test(one) ? name.startsWith(one) : name === one);
  return isAbsent ? "absent" : "unknown";
}
var init_request = __esm({
  "src/verify/key-policy/request.ts"() {
    "use strict";
  }
});

// shared:shared23
var require_shared23 = __commonJS({
  "shared:shared23"(exports2, module2) {
    module2.exports = require("../index.cjs").shared23;
  }
});

// src/verify/key-policy/document.ts
function parsePolicy(document2) {
  if (!isRecord(document2)) return null;
  const { Version = "2008-10-17", Statement } = document2;
  if (Version !== "2012-10-17" && Version !== "2008-10-17") return null;
  const list3 = Array.isArray(Statement) ? Statement : [Statement];
  if (!list3.every(isRecord)) return null;
  return { statements: list3.map(statementOf), has_variables: Version === "2012-10-17" };
}
function statementOf(statement2, index) {
  const { Sid } = statement2;
  return {
    ...statement2,
    label: typeof Sid === "string" && Sid !== "" ? Sid : `statement ${index + 1}`,
    has_unknown_element: Object.keys(statement2).some((name) => !elements.has(name))
  };
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textsOf(value) {
  const list3 = Array.isArray(value) ? value : [value];
  return list3.length > 0 && list3.every((entry) => typeof entry === "string") ? list3 : null;
}
var elements;
var init_document = __esm({
  "src/verify/key-policy/document.ts"() {
    "use strict";
    elements = /* @__PURE__ */ new Set([
      "Sid",
      "Effect",
      "Principal",
      "NotPrincipal",
      "Action",
      "NotAction",
      "Resource",
      "NotResource",
      "Condition"
    ]);
  }
});

// src/verify/key-policy/ternary.ts
function every(values) {
  let result = "yes";
  for (const value of values) {
    if (value === "no") return "no";
    if (value === "unknown") result = "unknown";
  }
  return result;
}
function some(values) {
  return not(every([...values].map(not)));
}
function not(value) {
  return value === "unknown" ? value : ternary(value === "no");
}
function ternary(value) {
  return value ? "yes" : "no";
}
var init_ternary = __esm({
  "src/verify/key-policy/ternary.ts"() {
    "use strict";
  }
});

// src/verify/key-policy/pattern.ts
function covers(pattern, text2, options) {
  const { variables, ignore_case = false } = options;
  if (variables === null) return ternary(matches(sourceOf(pattern, options), text2, ignore_case));
  let source = "";
  let from = 0;
  let isOpen = false;
  for (const match of pattern.matchAll(variable)) {
    const [whole, name = "", fallback] = match;
    const value = literals[name] ?? variableValue(name, fallback, variables);
    if (value === null) return "no";
    source += sourceOf(pattern.slice(from, match.index), options) + (value === unknownValue ? ".*" : escaped(value));
    isOpen ||= value === unknownValue;
    from = match.index + whole.length;
  }
  const rest = pattern.slice(from);
  if (rest.includes("${")) return "unknown";
  if (!matches(source + sourceOf(rest, options), text2, ignore_case)) return "no";
  return isOpen ? "unknown" : "yes";
}
function hasMissingVariable(text2, variables) {
  if (variables === null) return false;
  return [...text2.matchAll(variable)].some(
    ([, name = "", fallback]) => literals[name] === void 0 && variableValue(name, fallback, variables) === null
  );
}
function hasVariable(text2) {
  return text2.includes("${");
}
function variableValue(name, fallback, context) {
  const values = lookUp(context, name.trim());
  if (values === "absent") return fallback ?? null;
  if (values === "unknown" || values.length !== 1) return unknownValue;
  return values[0];
}
function sourceOf(text2, { wildcards }) {
  const source = escaped(text2);
  return wildcards ? source.replaceAll("\\*", ".*").replaceAll("\\?", ".") : source;
}
function escaped(text2) {
  return text2.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
function matches(source, text2, ignoreCase) {
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(text2);
}
var variable, literals, unknownValue;
var init_pattern = __esm({
  "src/verify/key-policy/pattern.ts"() {
    "use strict";
    init_request();
    init_ternary();
    variable = /\$\{([^},]*)(?:,\s*'([^']*)'\s*)?\}/g;
    literals = { "*": "*", "?": "?", $: "$" };
    unknownValue = /* @__PURE__ */ Symbol("unknown");
  }
});

// src/verify/key-policy/arn-pattern.ts
function arnCovers(pattern, arn2, variables) {
  const wanted = partsOf(pattern);
  const actual = partsOf(arn2);
  if (wanted === null || actual === null) return "unknown";
  return every(wanted.map((part, index) => covers(part, actual[index], { wildcards: true, variables })));
}
function resourceCovers(pattern, resource, variables) {
  if (pattern === "*") return "yes";
  const options = { wildcards: true, variables };
  const whole = covers(pattern, resource, options);
  if (resource === "*") return whole;
  const parts = partsOf(pattern);
  const byParts = parts === null ? "unknown" : arnCovers(pattern, resource, variables);
  const misplaced = variables !== null && parts?.slice(0, 5).some(hasVariable) === true;
  return misplaced || whole !== byParts ? "unknown" : whole;
}
function partsOf(arn2) {
  const parts = arn2.match(/(?:\$\{[^}]*\}|[^:])*(?::|$)/g)?.map((part) => part.replace(/:$/, "")) ?? [];
  if (parts.at(-1) === "" && !arn2.endsWith(":")) parts.pop();
  return parts.length < 6 ? null : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
var init_arn_pattern = __esm({
  "src/verify/key-policy/arn-pattern.ts"() {
    "use strict";
    init_pattern();
    init_ternary();
  }
});

// src/verify/key-policy/operators.ts
function parseOperator(text2) {
  const [, quantifier, name = "", ifExists] = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(text2.toLowerCase()) ?? [];
  return {
    quantifier: quantifier ?? null,
    test: tests[negations[name] ?? name] ?? null,
    negated: negations[name] !== void 0,
    if_exists: ifExists !== void 0,
    is_null_test: name === "null" && quantifier === void 0 && ifExists === void 0
  };
}
function comparison(actual, wanted, compare2) {
  return Number.isNaN(actual) || Number.isNaN(wanted) ? "unknown" : ternary(compare2(actual, wanted));
}
function isBoolean(text2) {
  return /^(true|false)$/i.test(text2);
}
function instant(value) {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1e3;
  return /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
}
function inNetwork(actual, wanted) {
  const [network = "", prefix2] = wanted.split("/");
  const version3 = (0, import_node_net.isIP)(network);
  const bits = version3 === 4 ? 32 : 128;
  const length = prefix2 === void 0 ? bits : /^\d{1,3}$/.test(prefix2) ? Number(prefix2) : Number.NaN;
  if (version3 === 0 || (0, import_node_net.isIP)(actual) === 0 || !(length <= bits)) return "unknown";
  if ((0, import_node_net.isIP)(actual) !== version3) return "no";
  const family = version3 === 4 ? "ipv4" : "ipv6";
  const block = new import_node_net.BlockList();
  block.addSubnet(network, length, family);
  return ternary(block.check(actual, family));
}
var import_node_net, constant, numeric, date, tests, negations;
var init_operators = __esm({
  "src/verify/key-policy/operators.ts"() {
    "use strict";
    import_node_net = require("node:net");
    init_arn_pattern();
    init_pattern();
    init_ternary();
    constant = (test) => (actual, wanted) => hasVariable(wanted) ? "unknown" : test(actual, wanted);
    numeric = (compare2) => constant((actual, wanted) => comparison(Number(actual), Number(wanted), compare2));
    date = (compare2) => constant((actual, wanted) => comparison(instant(actual), instant(wanted), compare2));
    tests = {
      stringequals: (actual, wanted, variables) => covers(wanted, actual, { wildcards: false, variables }),
      stringequalsignorecase: (actual, wanted, variables) => covers(wanted, actual, { wildcards: false, variables, ignore_case: true }),
      stringlike: (actual, wanted, variables) => covers(wanted, actual, { wildcards: true, variables }),
      arnequals: (actual, wanted, variables) => arnCovers(wanted, actual, variables),
      arnlike: (actual, wanted, variables) => arnCovers(wanted, actual, variables),
      bool: constant(
        (actual, wanted) => isBoolean(actual) && isBoolean(wanted) ? ternary(actual.toLowerCase() === wanted.toLowerCase()) : "unknown"
      ),
      numericequals: numeric((actual, wanted) => actual === wanted),
      numericlessthan: numeric((actual, wanted) => actual < wanted),
      numericlessthanequals: numeric((actual, wanted) => actual <= wanted),
      numericgreaterthan: numeric((actual, wanted) => actual > wanted),
      numericgreaterthanequals: numeric((actual, wanted) => actual >= wanted),
      dateequals: date((actual, wanted) => actual === wanted),
      datelessthan: date((actual, wanted) => actual < wanted),
      datelessthanequals: date((actual, wanted) => actual <= wanted),
      dategreaterthan: date((actual, wanted) => actual > wanted),
      dategreaterthanequals: date((actual, wanted) => actual >= wanted),
      ipaddress: constant(inNetwork)
    };
    negations = {
      stringnotequals: "stringequals",
      stringnotequalsignorecase: "stringequalsignorecase",
      stringnotlike: "stringlike",
      arnnotequals: "arnequals",
      arnnotlike: "arnlike",
      numericnotequals: "numericequals",
      datenotequals: "dateequals",
      notipaddress: "ipaddress"
    };
  }
});

// src/verify/key-policy/condition.ts
function conditionEntries(condition) {
  if (condition === void 0) return [];
  if (!isRecord(condition)) return null;
  const entries = [];
  for (const [operator, block] of Object.entries(condition)) {
    if (!isRecord(block)) return null;
    for (const [key, value] of Object.entries(block)) {
      const values = scalarsOf(value);
      if (values === null) return null;
      entries.push({ operator, key, values });
    }
  }
  return entries;
}
function conditionHolds(condition, context, hasVariables) {
  const entries = conditionEntries(condition);
  if (entries === null) return "unknown";
  return every(entries.map((entry) => entryHolds(entry, context, hasVariables)));
}
function entryHolds({ operator, key, values }, context, hasVariables) {
  const { quantifier, test, negated, if_exists, is_null_test } = parseOperator(operator);
  const actual = lookUp(context, key);
  if (actual === "unknown") return "unknown";
  if (is_null_test) return nullHolds(values, actual === "absent");
  if (test === null) return "unknown";
  if (actual === "absent")
    return ternary(if_exists || quantifier === "forallvalues" || negated && quantifier === null);
  if (quantifier === null && actual.length !== 1) return "unknown";
  const variables = hasVariables ? context : null;
  if (negated && values.some((wanted) => hasMissingVariable(wanted, variables))) return "unknown";
  const satisfied = actual.map((value) => {
    const matched = some(values.map((wanted) => test(value, wanted, variables)));
    return negated ? not(matched) : matched;
  });
  return quantifier === "foranyvalue" ? some(satisfied) : every(satisfied);
}
function nullHolds(values, isAbsent) {
  const [value, ...more2] = values.map((text2) => text2.toLowerCase());
  if (more2.length > 0 || value !== "true" && value !== "false") return "unknown";
  return ternary(value === "true" === isAbsent);
}
function scalarsOf(value) {
  const list3 = Array.isArray(value) ? value : [value];
  const isScalar = (entry) => ["string", "number", "boolean"].includes(typeof entry);
  return list3.length > 0 && list3.every(isScalar) ? list3.map(String) : null;
}
var init_condition = __esm({
  "src/verify/key-policy/condition.ts"() {
    "use strict";
    init_document();
    init_operators();
    init_pattern();
    init_request();
    init_ternary();
  }
});

// src/verify/key-policy/match-principal.ts
function matchPrincipal(statement2, principal) {
  const { Principal, NotPrincipal } = statement2;
  const unclear = { direct: "unknown", account: "unknown" };
  if (Principal === void 0 === (NotPrincipal === void 0)) return unclear;
  const names = namesOf(Principal ?? NotPrincipal);
  if (names === null) return unclear;
  const listed2 = matchNames(names, principal);
  if (NotPrincipal === void 0) return listed2;
  return { direct: excepted(statement2.Effect, listed2, principal), account: "no" };
}
function excepted(effect, { direct, account: account2 }, { arn: arn2 }) {
  if (direct === "no" && account2 === "no") return "yes";
  const isUser = arn2 !== null && parsePrincipal(arn2)?.kind === "user";
  if (effect === "Allow") return direct === "yes" ? "no" : "unknown";
  return isUser && direct === "yes" && account2 === "yes" ? "no" : "unknown";
}
function matchNames(names, principal) {
  return {
    direct: some(names.map((name) => isDirect(name, principal))),
    account: some(names.map((name) => isAccount(name, principal)))
  };
}
function isDirect(name, { arn: arn2, unique_id }) {
  if (name === "*") return "yes";
  if (/[*?]/.test(name)) return "unknown";
  if (/^A[A-Z]{3}[A-Z0-9]{8,}$/.test(name)) return ternary(name === unique_id);
  const named6 = parsePrincipal(name);
  if (named6 === null) return ternary(name === arn2);
  if (named6.kind === "root") return "no";
  if (arn2 === null) return "unknown";
  if (named6.kind === "assumed-role") return isSessionOf(name, arn2) ? "unknown" : "no";
  return ternary(name === arn2);
}
function isAccount(name, { account_id }) {
  if (name === account_id) return "yes";
  const named6 = parsePrincipal(name);
  return ternary(named6?.kind === "root" && named6.account_id === account_id);
}
function isSessionOf(session, arn2) {
  const [a, b] = [parsePrincipal(session), parsePrincipal(arn2)];
  return a !== null && b?.kind === "role" && a.account_id === b.account_id && a.name === b.name;
}
function namesOf(element2) {
  if (element2 === "*") return ["*"];
  if (!isRecord(element2)) return null;
  const kinds = Object.keys(element2);
  if (kinds.length === 0 || !kinds.every((kind) => /^(AWS|Service|Federated|CanonicalUser)$/.test(kind)))
    return null;
  const { AWS } = element2;
  return AWS === void 0 ? [] : textsOf(AWS);
}
var init_match_principal = __esm({
  "src/verify/key-policy/match-principal.ts"() {
    "use strict";
    init_principal();
    init_document();
    init_ternary();
  }
});

// src/verify/key-policy/statement.ts
function concerns(statement2, { action, resource, context }, hasVariables) {
  return every([
    statement2.has_unknown_element ? "unknown" : "yes",
    concernsAction(statement2, action),
    concernsResource(statement2, resource, hasVariables ? context : null),
    conditionHolds(statement2.Condition, context, hasVariables)
  ]);
}
function concernsAction({ Action, NotAction }, action) {
  return oneOrOther(
    Action,
    NotAction,
    (pattern) => covers(pattern, action, { wildcards: true, variables: null, ignore_case: true })
  );
}
function concernsResource({ Resource, NotResource }, resource, variables) {
  const isUnclear = (pattern) => NotResource !== void 0 && hasMissingVariable(pattern, variables);
  return oneOrOther(
    Resource,
    NotResource,
    (pattern) => isUnclear(pattern) ? "unknown" : resourceCovers(pattern, resource, variables)
  );
}
function oneOrOther(element2, notElement, isCovered2) {
  if (element2 === void 0 === (notElement === void 0)) return "unknown";
  const patterns = textsOf(element2 ?? notElement);
  if (patterns === null) return "unknown";
  const covered = some(patterns.map(isCovered2));
  return element2 === void 0 ? not(covered) : covered;
}
var init_statement = __esm({
  "src/verify/key-policy/statement.ts"() {
    "use strict";
    init_arn_pattern();
    init_condition();
    init_document();
    init_pattern();
    init_ternary();
  }
});

// src/verify/key-policy/evaluate-key-policy.ts
function evaluateKeyPolicy(document2, request) {
  const policy = parsePolicy(document2);
  if (policy === null) return { names: "unknown", delegates: "unknown", denies: "unknown", denied_by: [] };
  const read2 = policy.statements.map((statement2) => {
    const { direct, account: account2 } = matchPrincipal(statement2, request.principal);
    const about = concerns(statement2, request, policy.has_variables);
    const [allows, denies] = effectOf(statement2);
    return {
      label: statement2.label,
      names: every([allows, about, direct]),
      delegates: every([allows, about, account2]),
      denies: every([denies, about, some([direct, account2])])
    };
  });
  return {
    names: some(read2.map(({ names }) => names)),
    delegates: some(read2.map(({ delegates }) => delegates)),
    denies: some(read2.map(({ denies }) => denies)),
    denied_by: read2.filter(({ denies }) => denies !== "no").map(({ label }) => label)
  };
}
function conditionKeysOf(document2) {
  const keys2 = (parsePolicy(document2)?.statements ?? []).flatMap(
    ({ Condition }) => (conditionEntries(Condition) ?? []).map(({ key }) => key)
  );
  const variables = [...JSON.stringify(document2 ?? null).matchAll(/\$\{([\w:/.-]+)/g)].map(([, key]) => key);
  return new Set([...keys2, ...variables].map((key) => key.toLowerCase()));
}
function effectOf({ Effect }) {
  if (Effect === "Allow") return ["yes", "no"];
  return Effect === "Deny" ? ["no", "yes"] : ["unknown", "unknown"];
}
var init_evaluate_key_policy = __esm({
  "src/verify/key-policy/evaluate-key-policy.ts"() {
    "use strict";
    init_condition();
    init_document();
    init_match_principal();
    init_statement();
    init_ternary();
  }
});

// shared:shared79
var require_shared79 = __commonJS({
  "shared:shared79"(exports2, module2) {
    module2.exports = require("../index.cjs").shared79;
  }
});

// src/verify/permissions/organization-allows.ts
function organizationAllows(levels, request) {
  return every(
    levels.map((documents) => {
      const read2 = documents.map((document2) => effects(document2, request));
      return every([some(read2.map(({ allows }) => allows)), ...read2.map(({ denies }) => not(denies))]);
    })
  );
}
function effects(document2, request) {
  const policy = parsePolicy(document2);
  if (policy === null) return { allows: "unknown", denies: "unknown" };
  const about = (effect) => some(
    policy.statements.map((statement2) => {
      const isEffect = statement2.Effect === "Allow" || statement2.Effect === "Deny" ? ternary(statement2.Effect === effect) : "unknown";
      return every([isEffect, concerns(statement2, request, policy.has_variables)]);
    })
  );
  return { allows: about("Allow"), denies: about("Deny") };
}
var init_organization_allows = __esm({
  "src/verify/permissions/organization-allows.ts"() {
    "use strict";
    init_document();
    init_statement();
    init_ternary();
  }
});

// src/verify/permissions/permission-finding.ts
function allowed(method, evidence, message, layer = null) {
  return { decision: "allowed", method, evidence, layer, message, remedy: "", is_denial: false };
}
function denied(method, evidence, layer, message, remedy2) {
  return { decision: "denied", method, evidence, layer, message, remedy: remedy2, is_denial: true };
}
function inconclusive(method, evidence, message, remedy2) {
  return { decision: "indeterminate", method, evidence, layer: null, message, remedy: remedy2, is_denial: false };
}
var init_permission_finding = __esm({
  "src/verify/permissions/permission-finding.ts"() {
    "use strict";
  }
});

// src/verify/permissions/decide-target.ts
function decideTarget(target, { simulation, organization }, subject) {
  const request = requestOf(target, subject);
  const policy = keyPolicyOf(target, request);
  if ("denies" in policy && policy.denies === "yes") return deniedByKeyPolicy(target, policy);
  const organizations = organizationAllows(organization, request);
  if (organizations === "no") return deniedByOrganization(target);
  if ("names" in policy && policy.names === "no" && policy.delegates === "no") return closed(target, subject);
  if (!simulation.ok) return notSimulated(simulation.failure, subject.principal_arn);
  const row2 = simulation.value;
  const missing = row2.missing_context.filter((key) => lookUp(target.context, key) === "unknown");
  if (missing.length > 0) return dependsOn(target, row2, missing, subject);
  if (row2.decision === "explicitDeny") return deniedExplicitly(target, row2);
  if (row2.allowed_by_organization === false) return organizationInSimulation(target, row2);
  const finding2 = row2.decision === "allowed" ? identityAllows(target, row2, policy, subject) : identityLacks(target, row2, policy, subject);
  if (finding2.decision !== "allowed" || organizations === "yes") return finding2;
  return inconclusive(
    "simulate",
    row2.decision,
    `${on(target)}: a service control policy has conditions that only a real request decides.`,
    "Ask the organization's administrators whether these conditions hold for Vault's requests."
  );
}
function requestOf(target, { principal_arn, principal, account_id }) {
  return {
    action: target.action,
    resource: target.resource,
    principal: { arn: principal_arn, account_id, unique_id: principal?.unique_id ?? null },
    context: target.context
  };
}
function keyPolicyOf({ key }, request) {
  if (key === null) return delegating;
  const { policy } = key;
  if (!key.key.ok)
    return unread(`the key could not be read (${showFailure(key.key.failure)})`, key.key.failure);
  if (policy === null) return { unread: "the key policy was not read", remedy: "Run the check again." };
  if (!policy.ok)
    return unread(`the key policy could not be read (${showFailure(policy.failure)})`, policy.failure);
  return evaluateKeyPolicy(policy.value, request);
}
function unread(why2, failure) {
  return { unread: why2, remedy: (0, import_failure_remedy.failureRemedy)(failure) };
}
function identityAllows(target, row2, policy, subject) {
  if ("unread" in policy)
    return inconclusive(
      "simulate",
      row2.decision,
      `${on(target)}: IAM's policies allow it; ${policy.unread}.`,
      policy.remedy
    );
  const opens = some([policy.names, policy.delegates]);
  if (opens === "yes" && policy.denies === "no")
    return allowed(
      "simulate",
      row2.decision,
      `${on(target)}: IAM's policies and the key policy allow it.`,
      "identity policy"
    );
  return keyPolicyConditions(target, row2, policy, subject);
}
function identityLacks(target, row2, policy, subject) {
  const layer = row2.allowed_by_boundary === false ? "permissions boundary" : "identity policy";
  if ("unread" in policy)
    return inconclusive(
      "simulate",
      row2.decision,
      `${on(target)}: IAM's policies do not allow it; ${policy.unread}, and the key policy may allow it by name.`,
      policy.remedy
    );
  if (policy.names === "no") return lacking(target, row2, layer);
  if (policy.names === "unknown" || policy.denies === "unknown")
    return keyPolicyConditions(target, row2, policy, subject);
  const isUser = parsePrincipal(subject.principal_arn)?.kind === "user";
  if (isUser || layer !== "permissions boundary")
    return allowed(
      "key_policy",
      row2.decision,
      `${on(target)}: the key policy allows the principal by name.`,
      "key policy"
    );
  return inconclusive(
    "key_policy",
    row2.decision,
    `${on(target)}: the key policy allows the role, and the role's permissions boundary does not. A boundary limits what a key policy gives a role.`,
    import_access_denied.layerRemedies[layer]
  );
}
function lacking(target, row2, layer) {
  const where = layer === "permissions boundary" ? "the principal's permissions boundary" : "the principal's IAM policy";
  const finding2 = denied(
    "simulate",
    row2.decision,
    layer,
    `${on(target)}: ${layer === "permissions boundary" ? "the permissions boundary does not allow it" : "no policy of the principal allows it"}.`,
    (0, import_permission_remedy.pasteRemedy)(`Add to ${where}`, { Effect: "Allow", Action: target.action, Resource: target.resource })
  );
  return { ...finding2, is_denial: false };
}
function closed(target, { principal_arn }) {
  const finding2 = denied(
    "key_policy",
    "no statement",
    "key policy",
    `${on(target)}: the key policy neither delegates to the account nor names the principal.`,
    (0, import_permission_remedy.pasteRemedy)("Add to the key policy", {
      Effect: "Allow",
      Principal: { AWS: principal_arn },
      Action: target.action,
      Resource: "*"
    })
  );
  return { ...finding2, is_denial: false };
}
function keyPolicyConditions(target, row2, policy, { unread: unread2 }) {
  const denying = policy.denies === "no" ? "" : ` (${policy.denied_by.join(", ")})`;
  const failed4 = unread2.map(({ failure }) => showFailure(failure));
  const why2 = failed4.length === 0 ? "" : ` Some of what it asks for could not be read: ${[...new Set(failed4)].join("; ")}.`;
  return inconclusive(
    "key_policy",
    row2.decision,
    `${on(target)}: the key policy has conditions or elements that only a real request decides${denying}.${why2}`,
    unread2[0] === void 0 ? "Read these statements of the key policy, and remove the conditions that Vault cannot meet." : (0, import_failure_remedy.failureRemedy)(unread2[0].failure)
  );
}
function deniedByKeyPolicy(target, { denied_by }) {
  return denied(
    "key_policy",
    "explicit deny",
    "key policy",
    `${on(target)}: the key policy denies it (${denied_by.join(", ")}).`,
    `Except the principal from ${denied_by.join(", ")} in the key policy, or remove ${target.action} from it.`
  );
}
function deniedByOrganization(target) {
  const layer = "service control policy";
  return denied(
    "simulate",
    "service control policy",
    layer,
    `${on(target)}: a service control policy denies it.`,
    import_access_denied.layerRemedies[layer]
  );
}
function deniedExplicitly(target, row2) {
  const policies = row2.matched.join(", ") || "a policy of the principal";
  const layer = row2.allowed_by_boundary === false ? "permissions boundary" : "identity policy";
  return denied(
    "simulate",
    row2.decision,
    layer,
    `${on(target)}: ${policies} denies it explicitly.`,
    `Remove ${target.action} from the statement in ${policies} that denies it.`
  );
}
function organizationInSimulation(target, row2) {
  const finding2 = inconclusive(
    "simulate",
    row2.decision,
    `${on(target)}: a service control policy denies it in the simulation, which is known to be wrong at times.`,
    "Confirm it with a real call, or ask the organization's administrators."
  );
  return { ...finding2, layer: "service control policy", is_denial: true };
}
function dependsOn(target, row2, missing, { unread: unread2 }) {
  const failure = unread2.find(
    ({ key }) => missing.some((name) => name.toLowerCase().startsWith(key))
  )?.failure;
  const keys2 = missing.join(", ");
  if (failure !== void 0)
    return inconclusive(
      "simulate",
      row2.decision,
      `${on(target)}: the decision depends on ${keys2}, which could not be read (${showFailure(failure)}).`,
      (0, import_failure_remedy.failureRemedy)(failure)
    );
  return inconclusive(
    "simulate",
    row2.decision,
    `${on(target)}: the decision depends on ${keys2}, which only a real request carries.`,
    `Make sure that Vault's requests meet the conditions on ${keys2}, or remove these conditions.`
  );
}
function notSimulated(failure, principalArn) {
  const kind = parsePrincipal(principalArn)?.kind;
  if (kind === "root")
    return inconclusive(
      "simulate",
      failure.code,
      `IAM does not simulate the root user ${principalArn}.`,
      "Give Vault a user or a role of its own."
    );
  return inconclusive(
    "simulate",
    failure.code,
    `The simulation gave no answer (${showFailure(failure)}).`,
    (0, import_failure_remedy.failureRemedy)(failure)
  );
}
function on({ resource, region }) {
  return resource === "*" ? `In ${region}` : `On ${resource}`;
}
var import_permission_remedy, import_failure_remedy, import_access_denied, delegating;
var init_decide_target = __esm({
  "src/verify/permissions/decide-target.ts"() {
    "use strict";
    init_evidence();
    import_permission_remedy = __toESM(require_shared23(), 1);
    init_principal();
    import_failure_remedy = __toESM(require_shared78(), 1);
    init_evaluate_key_policy();
    init_request();
    init_ternary();
    import_access_denied = __toESM(require_shared79(), 1);
    init_organization_allows();
    init_permission_finding();
    delegating = { names: "no", delegates: "yes", denies: "no", denied_by: [] };
  }
});

// src/verify/permissions/from-cloudtrail.ts
function openCloudTrail(principalArn, keys2, reader) {
  const arns = keys2.map(({ arn: arn2 }) => arn2);
  const calls = /* @__PURE__ */ new Map();
  const changes = /* @__PURE__ */ new Map();
  return async (target, finding2, isOnce) => {
    const { action, kind, region } = target;
    if (finding2.decision !== "indeterminate" || finding2.is_denial) return finding2;
    const history = await once(
      calls,
      `${region} ${action}`,
      () => reader.history(region, principalArn, action)
    );
    if (!history.ok) return noAnswer(finding2, history.failure);
    const wanted = kind === "any" ? null : kind === "key" && !isOnce ? [target.resource] : arns;
    const call = history.value.find(
      ({ resources }) => wanted === null || resources.some((arn2) => wanted.includes(arn2))
    );
    if (call === void 0) return finding2;
    const key = wanted === null ? null : call.resources.find((arn2) => wanted.includes(arn2));
    const changed = await once(changes, region, () => reader.policyChanges(region, principalArn));
    return changed.ok && isOutdated(call, key, changed.value) ? finding2 : fromCall(call, key, region);
  };
}
function isOutdated({ time }, key, { principal, keys: keys2 }) {
  return [principal, key === null ? null : keys2[key] ?? null].some(
    (change) => change !== null && change >= time
  );
}
function fromCall({ time, denial }, key, region) {
  const where = key === null ? `In ${region}` : `On ${key}`;
  if (denial === null)
    return allowed(
      "history",
      `succeeded on ${time}`,
      `${where}: the principal's last call succeeded on ${time}, and no later change of its policies is known.`
    );
  return denied(
    "history",
    `denied on ${time}`,
    (0, import_access_denied2.classifyDenial)(denial).layer,
    `${where}: AWS denied the principal's last call, on ${time}: "${denial}".`,
    "Allow the action in the policy that the message names."
  );
}
function noAnswer(finding2, failure) {
  return inconclusive(
    "history",
    failure.code,
    `${finding2.message} CloudTrail gave no answer (${showFailure(failure)}).`,
    (0, import_failure_remedy2.failureRemedy)(failure)
  );
}
function once(known3, key, read2) {
  const answer = known3.get(key) ?? read2();
  known3.set(key, answer);
  return answer;
}
var import_failure_remedy2, import_access_denied2;
var init_from_cloudtrail = __esm({
  "src/verify/permissions/from-cloudtrail.ts"() {
    "use strict";
    init_evidence();
    import_failure_remedy2 = __toESM(require_shared78(), 1);
    import_access_denied2 = __toESM(require_shared79(), 1);
    init_permission_finding();
  }
});

// src/verify/permissions/grants.ts
async function withGrants(target, finding2, principalArn, reader) {
  const { key } = target;
  if (key === null || finding2.decision !== "denied" || finding2.is_denial) return finding2;
  if (!grantable.has(target.action.toLowerCase())) return finding2;
  const answer = await reader.grants(key.region, key.key_id);
  const where = `On ${key.arn}`;
  if (!answer.ok)
    return inconclusive(
      "grant",
      answer.failure.code,
      `${where}: no policy allows it, and the grants, which may, could not be read (${showFailure(answer.failure)}).`,
      (0, import_failure_remedy3.failureRemedy)(answer.failure)
    );
  const operation = target.action.replace(/^kms:/i, "").toLowerCase();
  const mine = answer.value.filter(
    ({ grantee, operations }) => grantee === principalArn && operations.some((name) => name.toLowerCase() === operation)
  );
  if (mine.length === 0) return finding2;
  if (mine.some(({ is_constrained }) => !is_constrained))
    return allowed("grant", "grant", `${where}: a grant allows it.`, null);
  return inconclusive(
    "grant",
    "constrained grant",
    `${where}: only a grant allows it, for some encryption contexts.`,
    "Read the constraints of the grant (aws kms list-grants)."
  );
}
var import_failure_remedy3, grantable;
var init_grants = __esm({
  "src/verify/permissions/grants.ts"() {
    "use strict";
    init_evidence();
    import_failure_remedy3 = __toESM(require_shared78(), 1);
    init_permission_finding();
    grantable = new Set(
      [
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "ReEncryptFrom",
        "ReEncryptTo",
        "Sign",
        "Verify",
        "GetPublicKey",
        "CreateGrant",
        "RetireGrant",
        "DescribeKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateMac",
        "VerifyMac",
        "DeriveSharedSecret"
      ].map((name) => `kms:${name.toLowerCase()}`)
    );
  }
});

// src/verify/permissions/limits.ts
function evidenceLimits(principalArn, rows, organization, sample3) {
  const limits3 = [];
  const add = (code, message) => limits3.push({ code, message });
  if (sample3.keys.length < sample3.total)
    add(
      "sample",
      `Decided on ${count(sample3.keys.length)} of ${count(sample3.total)} KMS keys; depth full decides on all.`
    );
  if (rows.length === 0) return limits3;
  if (parsePrincipal(principalArn)?.kind === "role")
    add(
      "session_policies",
      "Session policies, which may narrow what a session of the role may do, are not evaluated."
    );
  add("vpc_endpoint_policies", "VPC endpoint policies on the way from Vault to KMS are not evaluated.");
  add(
    "resource_control_policies",
    "The organization's resource control policies, if there are any, are not evaluated."
  );
  if (rows.some(({ allowed_by_organization }) => allowed_by_organization !== null) && organization?.ok !== true)
    add(
      "service_control_policies",
      `Service control policies apply to the account and could not be read${why(organization)}: the simulation does not say which of their conditions it decided without a value.`
    );
  add(
    "assumptions",
    "Decided for requests as Vault is assumed to send them; docs/assumptions.md lists the assumptions."
  );
  return limits3;
}
function why(organization) {
  return organization === null || organization.ok ? "" : ` (${showFailure(organization.failure)})`;
}
function count(value) {
  return value.toLocaleString("en-US");
}
var init_limits = __esm({
  "src/verify/permissions/limits.ts"() {
    "use strict";
    init_evidence();
    init_principal();
  }
});

// src/verify/permissions/observations.ts
function observe({ keys: keys2 }, aliases) {
  return [
    ...keys2.flatMap(({ key, arn: arn2 }) => observation("kms:DescribeKey", arn2, key)),
    ...observation("kms:ListAliases", "*", aliases)
  ];
}
async function probe(needs, { keys: keys2 }, reader) {
  const action = "kms:GetPublicKey";
  if (!needs.some((need) => need.action === action)) return [];
  const enabled = keys2.filter(({ key }) => key.ok && key.value.key_state === "Enabled");
  const answers = await Promise.all(
    enabled.map(async ({ arn: arn2, region, key_id }) => {
      const answer = await reader.publicKey(region, key_id);
      if (!answer.ok && answer.failure.cause === "unsupported")
        return [{ action, resource: arn2, outcome: "succeeded", message: "" }];
      return observation(action, arn2, answer);
    })
  );
  return answers.flat();
}
function observation(action, resource, answer) {
  if (answer.ok) return [{ action, resource, outcome: "succeeded", message: "" }];
  const { cause, message } = answer.failure;
  return cause === "denied" ? [{ action, resource, outcome: "denied", message }] : [];
}
function observed({ action, resource, region }, observations, home) {
  if (region !== home) return null;
  const mine = observations.filter((one) => one.action === action && one.resource === resource);
  const where = resource === "*" ? `In ${region}` : `On ${resource}`;
  const denial = mine.find(({ outcome }) => outcome === "denied");
  if (denial !== void 0) {
    const { layer, policy_arn } = (0, import_access_denied3.classifyDenial)(denial.message);
    return denied(
      "observed",
      denial.message,
      layer,
      `${where}: AWS denied a call of this run${policy_arn === null ? "" : ` by the policy ${policy_arn}`}: "${denial.message}".`,
      layer === null ? "Allow the action in the policy that the message names." : import_access_denied3.layerRemedies[layer]
    );
  }
  if (mine.length === 0) return null;
  return allowed("probe", "call succeeded", `${where}: a read-only call of this run was authorized.`);
}
var import_access_denied3;
var init_observations = __esm({
  "src/verify/permissions/observations.ts"() {
    "use strict";
    import_access_denied3 = __toESM(require_shared79(), 1);
    init_permission_finding();
  }
});

// shared:shared80
var require_shared80 = __commonJS({
  "shared:shared80"(exports2, module2) {
    module2.exports = require("../index.cjs").shared80;
  }
});

// src/verify/permissions/request-context.ts
function keyFacts({ origin: origin2, key_spec, key_usage, multi_region }, aliases) {
  return {
    origin: origin2,
    spec: key_spec,
    usage: key_usage,
    multi_region: multi_region === null ? null : multi_region.type === "REPLICA" ? "REPLICA" : "PRIMARY",
    aliases,
    tags: null,
    last_usage: null
  };
}
function requestContext(facts) {
  const carried = carriedKeys(facts);
  const values = globalValues(facts);
  const absent = [...neverCarried(facts), ...import_kms_actions.requestKeys.filter((key2) => !carried.includes(key2))];
  const set = (key2, value) => {
    if (!carried.includes(key2) || value === void 0) return;
    if (value === null) absent.push(key2);
    else values[key2] = value;
  };
  set("kms:CallerAccount", [facts.account_id]);
  set("kms:ViaService", null);
  set("kms:RequestAlias", null);
  set("kms:BypassPolicyLockoutSafetyCheck", ["false"]);
  set("kms:ExpirationModel", ["KEY_MATERIAL_DOES_NOT_EXPIRE"]);
  set("kms:ValidTo", null);
  set("kms:ScheduleKeyDeletionPendingWindowInDays", [String(deletionWindowDays)]);
  set("kms:ReplicaRegion", facts.replica_region === null ? void 0 : [facts.replica_region]);
  const { key } = facts;
  if (key !== null) {
    set("kms:KeyOrigin", optional(key.origin));
    set("kms:KeySpec", optional(key.spec));
    set("kms:KeyUsage", optional(key.usage));
    set("kms:MultiRegion", [String(key.multi_region !== null)]);
    set("kms:MultiRegionKeyType", key.multi_region === null ? null : [key.multi_region]);
    set("kms:TrailingDaysWithoutKeyUsage", daysWithoutUsage(key.last_usage, facts.now));
    set("kms:ResourceAliases", aliasesOf(facts.action, key));
    if (carried.includes("aws:ResourceTag/")) addTags(key.tags, "aws:ResourceTag/", values, absent);
  }
  if (facts.kind === "new_key" && sameAction(facts.action, "kms:TagResource"))
    absent.push("aws:ResourceTag/");
  return { values: lowered(values), absent: absent.map((name) => name.toLowerCase()) };
}
function carriedKeys({ action, kind }) {
  const own = (0, import_kms_actions.kmsAction)(action)?.keys ?? [];
  return kind === "key" || kind === "new_key" ? [...own, ...import_kms_actions.keyResourceKeys] : own;
}
function globalValues({ region, principal_arn, account_id, now, principal, kind }) {
  const who = principal_arn === null ? null : parsePrincipal(principal_arn);
  const isUser = who?.kind === "user";
  const values = {
    "aws:CurrentTime": [now.toISOString()],
    "aws:EpochTime": [String(Math.floor(now.getTime() / 1e3))],
    "aws:SecureTransport": ["true"],
    "aws:RequestedRegion": [region],
    "aws:PrincipalAccount": [who?.account_id ?? account_id],
    "aws:PrincipalIsAWSService": ["false"],
    "aws:ViaAWSService": ["false"]
  };
  if (principal_arn !== null) values["aws:PrincipalArn"] = [principal_arn];
  if (isUser || who?.kind === "role") values["aws:PrincipalType"] = [isUser ? "User" : "AssumedRole"];
  if (isUser) values["aws:username"] = [who.name];
  if (isUser && principal !== null) values["aws:userid"] = [principal.unique_id];
  if (kind === "key" || kind === "new_key") values["aws:ResourceAccount"] = [account_id];
  for (const [name, value] of Object.entries(principal?.tags ?? {}))
    values[`aws:PrincipalTag/${name}`] = [value];
  return values;
}
function neverCarried({ principal_arn, principal }) {
  const kind = principal_arn === null ? null : parsePrincipal(principal_arn)?.kind;
  return [
    "aws:CalledVia",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    ...kind === "user" ? ["aws:FederatedProvider"] : kind === "role" ? ["aws:username"] : [],
    ...principal === null ? [] : ["aws:PrincipalTag/"]
  ];
}
function aliasesOf(action, { aliases }) {
  if (sameAction(action, "kms:DeleteAlias") || aliases?.length === 0) return null;
  return aliases ?? void 0;
}
function addTags(tags, prefix2, values, absent) {
  if (tags === null) return;
  absent.push(prefix2);
  for (const [name, value] of Object.entries(tags)) values[`${prefix2}${name}`] = [value];
}
function daysWithoutUsage(usage, now) {
  if (usage === null) return void 0;
  const { last_used, created, tracked_since } = usage;
  const since = last_used ?? (created > tracked_since ? created : tracked_since);
  return [String(Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 864e5)))];
}
function optional(value) {
  return value === null ? void 0 : [value];
}
function sameAction(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}
function lowered(values) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
}
function contextEntries({ values }, withAll) {
  return Object.entries(values).filter(([key]) => withAll || !onDemand.test(key)).map(([key, list3]) => ({ key, type: typeOf(key), values: list3 })).sort((a, b) => a.key < b.key ? -1 : 1);
}
function isOnDemand(key) {
  return onDemand.test(key.toLowerCase());
}
function typeOf(key) {
  return types[key] ?? "string";
}
var import_kms_actions, deletionWindowDays, onDemand, types;
var init_request_context = __esm({
  "src/verify/permissions/request-context.ts"() {
    "use strict";
    init_principal();
    import_kms_actions = __toESM(require_shared80(), 1);
    deletionWindowDays = 30;
    onDemand = /^(kms:(resourcealiases|trailingdayswithoutkeyusage|expirationmodel|schedulekeydeletionpendingwindowindays|bypasspolicylockoutsafetycheck|replicaregion)$|aws:(resourcetag\/|resourceaccount$))/;
    types = {
      "aws:currenttime": "date",
      "aws:epochtime": "numeric",
      "aws:securetransport": "boolean",
      "aws:principalisawsservice": "boolean",
      "aws:viaawsservice": "boolean",
      "kms:bypasspolicylockoutsafetycheck": "boolean",
      "kms:multiregion": "boolean",
      "kms:resourcealiases": "stringList",
      "kms:schedulekeydeletionpendingwindowindays": "numeric",
      "kms:trailingdayswithoutkeyusage": "numeric"
    };
  }
});

// src/verify/permissions/permission-facts.ts
function askedKeys(rows, keys2, organization) {
  const missing = [...rows].flatMap((row2) => row2.ok ? row2.value.missing_context : []);
  const documents = [
    ...keys2.flatMap(({ policy }) => policy?.ok === true ? [policy.value] : []),
    ...organization.flat()
  ];
  return /* @__PURE__ */ new Set([
    ...missing.map((key) => key.toLowerCase()),
    ...documents.flatMap((document2) => [...conditionKeysOf(document2)])
  ]);
}
async function readAskedFacts(subject, asked, namesIds, reader) {
  const asks = (pattern) => [...asked].some((key) => pattern.test(key));
  const wantsPrincipal = namesIds || asks(/^aws:(principaltag\/|userid$)/);
  const unread2 = [];
  const readValue = (key, answer) => {
    if (answer === null || answer.ok) return answer?.value ?? null;
    unread2.push({ key, failure: answer.failure });
    return null;
  };
  const principal = subject.principal ?? (wantsPrincipal ? readValue("aws:principaltag/", await principalOf(subject.principal_arn, reader)) : null);
  const details = {};
  const wants = { tags: asks(/^aws:resourcetag\//), usage: asks(/^kms:trailingdayswithoutkeyusage$/) };
  for (const { arn: arn2, key, key_id, region } of wants.tags || wants.usage ? subject.keys : []) {
    if (!key.ok) continue;
    const tags = wants.tags ? await reader.resourceTags(region, key_id) : null;
    const usage = wants.usage ? await reader.lastUsage(region, key_id) : null;
    details[arn2] = {
      tags: readValue("aws:resourcetag/", tags),
      last_usage: readValue("kms:trailingdayswithoutkeyusage", usage)
    };
  }
  const isUnchanged = principal === subject.principal && !wants.tags && !wants.usage && unread2.length === 0;
  return isUnchanged ? subject : { ...subject, principal, details, unread: unread2 };
}
function asksOnDemand(asked) {
  return [...asked].some(isOnDemand);
}
function namesUniqueIds(keys2) {
  return keys2.some(
    ({ policy }) => policy?.ok === true && /"A(IDA|ROA)[A-Z0-9]{8,}/.test(JSON.stringify(policy.value))
  );
}
async function principalOf(arn2, reader) {
  const parsed = parsePrincipal(arn2);
  if (parsed?.kind !== "user" && parsed?.kind !== "role") return null;
  const answer = await reader.principal(parsed.kind, parsed.name);
  return answer.ok && answer.value.arn !== arn2 ? null : answer;
}
var init_permission_facts = __esm({
  "src/verify/permissions/permission-facts.ts"() {
    "use strict";
    init_principal();
    init_evaluate_key_policy();
    init_request_context();
  }
});

// src/verify/permissions/permission-row.ts
function permissionRow({ action, needed_for, sets }, findings2, { audited, region, expectations }) {
  const [worst6] = [...findings2].sort(byWeight);
  const { decision, method, evidence, layer, message, remedy: remedy2 } = worst6;
  const alike = findings2.filter((finding2) => finding2.decision === decision).map((finding2) => finding2.message);
  const others = new Set(alike).size - 1;
  const more2 = others > 0 ? ` The same on ${others} further resource${others === 1 ? "" : "s"}.` : "";
  return {
    action,
    decision,
    method,
    evidence,
    layer,
    message: `${message}${more2} ${remedy2}`.trim(),
    remedy: remedy2,
    needed_for,
    sets,
    principal_arn: audited.principal_arn,
    region,
    kms: [...new Set(expectations.map(({ kms }) => kms))]
  };
}
function byWeight(a, b) {
  return decisions.indexOf(a.decision) - decisions.indexOf(b.decision) || methods.indexOf(a.method) - methods.indexOf(b.method);
}
var methods, decisions;
var init_permission_row = __esm({
  "src/verify/permissions/permission-row.ts"() {
    "use strict";
    methods = [
      "none",
      "history",
      "grant",
      "key_policy",
      "simulate",
      "probe",
      "observed"
    ];
    decisions = ["denied", "indeterminate", "allowed"];
  }
});

// shared:shared81
var require_shared81 = __commonJS({
  "shared:shared81"(exports2, module2) {
    module2.exports = require("../index.cjs").shared81;
  }
});

// node_modules/yocto-queue/index.js
var Node, Queue;
var init_yocto_queue = __esm({
  "node_modules/yocto-queue/index.js"() {
    Node = class {
      value;
      next;
      constructor(value) {
        this.value = value;
      }
    };
    Queue = class {
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
  }
});

// node_modules/p-limit/index.js
function pLimit(concurrency4) {
  let rejectOnClear = false;
  if (typeof concurrency4 === "object") {
    ({ concurrency: concurrency4, rejectOnClear = false } = concurrency4);
  }
  validateConcurrency(concurrency4);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency4 && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run = async (function_, resolve2, arguments_) => {
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
    }).then(run.bind(void 0, function_, resolve2, arguments_));
    if (activeCount < concurrency4) {
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
      get: () => concurrency4,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency4 = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency4 && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises.push(promise);
            return promise;
          });
        } catch (error) {
          for (const promise of promises) {
            promise.catch(() => {
            });
          }
          throw error;
        }
        return Promise.all(promises);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency4) {
  if (!((Number.isInteger(concurrency4) || concurrency4 === Number.POSITIVE_INFINITY) && concurrency4 > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}
var init_p_limit = __esm({
  "node_modules/p-limit/index.js"() {
    init_yocto_queue();
  }
});

// shared:shared77
var require_shared77 = __commonJS({
  "shared:shared77"(exports2, module2) {
    module2.exports = require("../index.cjs").shared77;
  }
});

// src/verify/permissions/permission-subject.ts
async function permissionSubject(principalArn, input, sample3, reader) {
  const limit2 = pLimit(concurrency);
  const account_id = input.account_id ?? accountOf(principalArn) ?? "000000000000";
  const partition = parsePrincipal(principalArn)?.partition ?? "aws";
  const read2 = new Map(input.keys.map((key) => [key.expectation, key.evidence]));
  const byTarget = aliasesByTarget(input.aliases);
  const keys2 = await Promise.all(
    sample3.keys.map(
      (recorded) => limit2(async () => {
        const { expectation, version: version3, key_id } = recorded;
        const known3 = read2.get(expectation)?.[version3];
        const key = known3?.key ?? await reader.key(input.region, key_id);
        const policy = key.ok ? known3?.policy ?? await reader.policy(input.region, key_id) : null;
        const arn2 = key.ok ? key.value.arn : `arn:${partition}:kms:${input.region}:${account_id}:key/${key_id}`;
        const aliases = byTarget === null ? null : byTarget.get(key_id) ?? [];
        return { expectation, key_id, arn: arn2, region: input.region, key, policy, aliases };
      })
    )
  );
  return {
    principal_arn: principalArn,
    principal: input.audited.details,
    partition,
    account_id,
    region: input.region,
    now: input.now,
    keys: keys2,
    aliases: unique(sample3.keys.map(({ expectation }) => expectation.alias).filter((alias) => alias !== "")),
    next_keys: nextKeys(input.expectations),
    replica_regions: unique(input.expectations.flatMap(({ replica_regions }) => replica_regions)),
    details: {},
    unread: []
  };
}
function aliasesByTarget(aliases) {
  if (!aliases.ok) return null;
  const byTarget = /* @__PURE__ */ new Map();
  for (const alias of aliases.value) {
    if (alias.target_key_id === null) continue;
    byTarget.set(alias.target_key_id, [...byTarget.get(alias.target_key_id) ?? [], alias]);
  }
  return byTarget;
}
function nextKeys(expectations) {
  const kinds = expectations.map(
    ({ type, purpose, replica_regions }) => JSON.stringify([(0, import_expectations.keySpecOf)(type), (0, import_expectations.keyUsageOf)(purpose), replica_regions.length > 0])
  );
  const distinct2 = kinds.length > 0 ? unique(kinds) : [JSON.stringify(["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", false])];
  return distinct2.map((kind) => {
    const [spec, usage, replicated] = JSON.parse(kind);
    return {
      origin: "EXTERNAL",
      spec,
      usage,
      multi_region: replicated ? "PRIMARY" : null,
      aliases: [],
      tags: null,
      last_usage: null
    };
  });
}
function unique(list3) {
  return [...new Set(list3)];
}
var import_expectations, concurrency;
var init_permission_subject = __esm({
  "src/verify/permissions/permission-subject.ts"() {
    "use strict";
    init_p_limit();
    init_principal();
    import_expectations = __toESM(require_shared77(), 1);
    concurrency = 20;
  }
});

// src/verify/permissions/sample-keys.ts
function sampleKeys(expectations, depth) {
  const all = expectations.flatMap(
    (expectation) => Object.entries(expectation.versions).map(([version3, key_id]) => ({ expectation, version: Number(version3), key_id })).sort((a, b) => a.version - b.version)
  );
  if (depth === "full" || all.length <= sampleSize) return { keys: all, total: all.length };
  const keys2 = Array.from(
    { length: sampleSize },
    (_, index) => all[Math.floor(index * all.length / sampleSize)]
  );
  return { keys: keys2, total: all.length };
}
var sampleSize;
var init_sample_keys = __esm({
  "src/verify/permissions/sample-keys.ts"() {
    "use strict";
    sampleSize = 20;
  }
});

// src/verify/permissions/simulate-targets.ts
async function simulateTargets(principalArn, targets, withAll, reader) {
  const results = /* @__PURE__ */ new Map();
  let failure = canSimulate(principalArn) ? null : unsupported(principalArn);
  const simulate = async (group) => {
    const answer = failure === null ? await reader.simulate(principalArn, group.query) : failed2(failure);
    if (!answer.ok && isFinal(answer.failure)) failure = answer.failure;
    for (const target of group.targets) results.set(target, answer.ok ? rowOf(target, answer.value) : answer);
  };
  for (const group of groupsOf(targets, withAll)) {
    await simulate(group);
    const leftOut = group.targets.filter((target) => isLeftOut(results.get(target)));
    if (group.query.resources.length > 1)
      for (const alone of aloneGroups(group, leftOut)) await simulate(alone);
  }
  return results;
}
function aloneGroups({ query: query2 }, leftOut) {
  return groupBy(leftOut, ({ resource }) => resource).map(([resource, targets]) => ({
    query: { ...query2, actions: targets.map(({ action }) => action), resources: [resource] },
    targets
  }));
}
function isLeftOut(evidence) {
  return evidence?.ok === false && evidence.failure.code === "NoResult";
}
function groupsOf(targets, withAll) {
  const byContext = groupBy(targets, ({ context }) => JSON.stringify(contextEntries(context, withAll)));
  return byContext.flatMap(([context, same]) => {
    const byAction = groupBy(same, ({ action }) => action);
    const byResources = groupBy(byAction, ([, list3]) => JSON.stringify(list3.map(({ resource }) => resource)));
    return byResources.flatMap(
      ([, actions]) => chunksOf(actions[0][1].map(({ resource }) => resource)).map(
        (resources) => groupOf(actions, resources, JSON.parse(context))
      )
    );
  });
}
function groupOf(actions, resources, context) {
  const wanted = new Set(resources);
  return {
    query: {
      actions: actions.map(([action]) => action),
      resources: resources.filter((resource) => resource !== "*"),
      context
    },
    targets: actions.flatMap(([, list3]) => list3.filter(({ resource }) => wanted.has(resource)))
  };
}
function groupBy(list3, keyOf2) {
  const groups2 = /* @__PURE__ */ new Map();
  for (const entry of list3) {
    const key = keyOf2(entry);
    const group = groups2.get(key);
    if (group === void 0) groups2.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups2];
}
function chunksOf(list3) {
  return Array.from(
    { length: Math.ceil(list3.length / resourcesPerCall) },
    (_, index) => list3.slice(index * resourcesPerCall, (index + 1) * resourcesPerCall)
  );
}
function rowOf(target, rows) {
  const same = rows.filter(({ action }) => action.toLowerCase() === target.action.toLowerCase());
  const row2 = same.find(({ resource }) => resource === target.resource) ?? same.find(({ resource }) => resource === "*");
  if (row2 !== void 0) return found(row2);
  return failed2({
    cause: "other",
    code: "NoResult",
    message: `the answer has no result for ${target.action} on ${target.resource}`,
    action: "iam:SimulatePrincipalPolicy"
  });
}
function isFinal({ cause }) {
  return cause !== "other" && cause !== "unsupported";
}
function canSimulate(principalArn) {
  const kind = parsePrincipal(principalArn)?.kind;
  return kind === "user" || kind === "role";
}
function unsupported(principalArn) {
  return {
    cause: "unsupported",
    code: "InvalidInput",
    message: `IAM simulates users and roles only, not ${principalArn}`,
    action: "iam:SimulatePrincipalPolicy"
  };
}
var resourcesPerCall;
var init_simulate_targets = __esm({
  "src/verify/permissions/simulate-targets.ts"() {
    "use strict";
    init_evidence();
    init_principal();
    init_request_context();
    resourcesPerCall = 20;
  }
});

// src/verify/permissions/targets.ts
function targetsOf(need, subject) {
  const kinds = subject.keys.length > 0 ? need.resources : withoutKeys(need.resources);
  const here = kinds.flatMap((kind) => targetsOfKind(need.action, kind, subject));
  return need.in_replicas ? [...here, ...inReplicas(need, subject)] : here;
}
function withoutKeys(kinds) {
  return [...new Set(kinds.map((kind) => kind === "key" ? "new_key" : kind))];
}
function targetsOfKind(action, kind, subject) {
  const { region } = subject;
  const isReplication = action === "kms:ReplicateKey";
  const replicaRegions2 = isReplication && subject.replica_regions.length > 0 ? subject.replica_regions : [null];
  const target = (resource, facts, key = null) => replicaRegions2.map((replica) => toTarget(action, kind, region, resource, facts, key, replica, subject));
  if (kind === "any") {
    const variants = action === "kms:CreateKey" ? subject.next_keys : [null];
    return variants.flatMap((facts) => target("*", facts));
  }
  if (kind === "alias")
    return aliasesFor(action, subject).flatMap((alias) => target(arn(subject, region, alias), null));
  if (kind === "new_key")
    return subject.next_keys.filter(
      ({ multi_region }) => !isReplication || multi_region !== null || subject.replica_regions.length === 0
    ).flatMap((facts) => target(newKeyArn(subject, region, facts), facts));
  return subject.keys.filter(({ key }) => !isReplication || !key.ok || key.value.multi_region?.type === "PRIMARY").flatMap((key) => target(key.arn, factsOf(key, subject), key));
}
function inReplicas({ action, resources }, subject) {
  const kind = resources.includes("any") ? "any" : "new_key";
  const facts = subject.next_keys.find(({ multi_region }) => multi_region !== null);
  if (facts === void 0) return [];
  const replica = { ...facts, multi_region: "REPLICA" };
  return subject.replica_regions.map((region) => {
    const resource = kind === "any" ? "*" : newKeyArn(subject, region, replica);
    return toTarget(action, kind, region, resource, replica, null, null, subject);
  });
}
function toTarget(action, kind, region, resource, key, existing, replica_region, { principal_arn, principal, account_id, now }) {
  const facts = { action, kind, region, principal_arn, account_id, now, principal, key, replica_region };
  return { action, kind, region, resource, key: existing, context: requestContext(facts) };
}
function factsOf({ arn: arn2, key, aliases }, { details }) {
  if (!key.ok) return null;
  const names = aliases === null ? null : aliases.map(({ name }) => name);
  return { ...keyFacts(key.value, names), ...details[arn2] };
}
function aliasesFor(action, { aliases, now }) {
  const known3 = aliases.length > 0 ? aliases : ["alias/hashicorp/example-1700000000"];
  if (action !== "kms:CreateAlias") return known3;
  const time = Math.floor(now.getTime() / 1e3);
  return [...new Set(known3.map((alias) => alias.replace(/-\d+$/, `-${time}`)))];
}
function newKeyArn(subject, region, { multi_region }) {
  const id = multi_region === null ? "00000000-0000-4000-8000-000000000000" : `mrk-${"0".repeat(12)}4${"0".repeat(19)}`;
  return arn(subject, region, `key/${id}`);
}
function arn({ partition, account_id }, region, resource) {
  return `arn:${partition}:kms:${region}:${account_id}:${resource}`;
}
var init_targets = __esm({
  "src/verify/permissions/targets.ts"() {
    "use strict";
    init_request_context();
  }
});

// src/verify/permissions/decide-permissions.ts
async function decidePermissions(request, input, reader) {
  const needs = (0, import_permission_sets.permissionNeeds)(request.sets, request.actions);
  const { principal_arn } = input.audited;
  const same = (finding2) => ({
    rows: needs.map((need) => permissionRow(need, [finding2], input)),
    limits: []
  });
  if (principal_arn === null) return same(noPrincipal);
  const foreign = otherAccount2(principal_arn, input.account_id);
  if (foreign !== null) return same(foreign);
  const sample3 = sampleKeys(input.expectations, input.depth);
  const read2 = await permissionSubject(principal_arn, input, sample3, reader);
  const gathered = await gather(needs, request, input, read2, reader);
  const rows = [];
  const cloudTrail = request.history ? openCloudTrail(principal_arn, read2.keys, reader) : null;
  for (const need of needs) rows.push(await rowOf2(need, input, gathered, cloudTrail, reader));
  const simulated = [...gathered.simulations?.values() ?? []].flatMap((row2) => row2.ok ? [row2.value] : []);
  return { rows, limits: evidenceLimits(principal_arn, simulated, gathered.organization, sample3) };
}
async function gather(needs, { method }, { audited, aliases }, read2, reader) {
  const probes = method !== "simulate" && audited.is_verifier;
  const shown5 = audited.is_verifier ? observe(read2, aliases) : [];
  const observations = [
    ...shown5.filter(({ outcome }) => probes || outcome === "denied"),
    ...probes ? await probe(needs, read2, reader) : []
  ];
  const targets = targetsFor(needs, read2);
  const plain4 = { subject: read2, targets, observations, organization: null };
  if (method === "probe") return { ...plain4, simulations: null };
  const first = await simulateTargets(read2.principal_arn, [...targets.values()].flat(), false, reader);
  const organization = await organizationOf(first, read2, reader);
  const levels = organization?.ok === true ? organization.value : [];
  const asked = askedKeys(first.values(), read2.keys, levels);
  const subject = await readAskedFacts(read2, asked, namesUniqueIds(read2.keys), reader);
  const hasBoundary = [...first.values()].some((row2) => row2.ok && row2.value.allowed_by_boundary !== null);
  const isKnown = subject === read2 && !asksOnDemand(asked) && !hasBoundary && organization === null;
  if (isKnown) return { ...plain4, simulations: first, organization };
  const known3 = targetsFor(needs, subject);
  const simulations = await simulateAgain(first, targets, known3, organization !== null, reader, subject);
  return { subject, targets: known3, observations, simulations, organization };
}
function targetsFor(needs, subject) {
  return new Map(needs.map((need) => [need, targetsOf(need, subject)]));
}
async function simulateAgain(first, before, after, isInOrganization, reader, { principal_arn }) {
  const old = [...before.values()].flat();
  const pairs = [...after.values()].flat().map((target, index) => ({ target, row: first.get(old[index]) }));
  const isBetterKnown = ({ target, row: row2 }) => row2.ok && (isInOrganization || row2.value.allowed_by_boundary !== null || row2.value.missing_context.some((key) => lookUp(target.context, key) !== "unknown"));
  const again = pairs.filter(isBetterKnown).map(({ target }) => target);
  const kept = pairs.filter((pair) => !isBetterKnown(pair)).map(({ target, row: row2 }) => [target, row2]);
  return new Map([...kept, ...await simulateTargets(principal_arn, again, true, reader)]);
}
async function organizationOf(simulations, { account_id }, reader) {
  const applies = [...simulations.values()].some(
    (row2) => row2.ok && row2.value.allowed_by_organization !== null
  );
  return applies ? reader.organizationPolicies(account_id) : null;
}
async function rowOf2(need, input, { subject, targets, observations, simulations, organization }, cloudTrail, reader) {
  const levels = organization?.ok === true ? organization.value : [];
  const decide = (target) => {
    const shown5 = observed(target, observations, input.region);
    if (shown5 !== null) return shown5;
    const simulation = simulations?.get(target);
    if (simulation === void 0) return notSimulated2;
    if (!simulation.ok && simulation.failure.cause === "not_found")
      return noSuchPrincipal(subject.principal_arn, simulation.failure, input.audited.unresolved);
    return decideTarget(target, { simulation, organization: levels }, subject);
  };
  const findings2 = [];
  for (const target of targets.get(need)) {
    const finding2 = await withGrants(target, decide(target), subject.principal_arn, reader);
    findings2.push(
      cloudTrail === null ? finding2 : await cloudTrail(target, finding2, need.resources.includes("new_key"))
    );
  }
  return permissionRow(need, findings2.length > 0 ? findings2 : [nothingToDecide], input);
}
function otherAccount2(principalArn, account2) {
  const own = accountOf(principalArn);
  if (account2 === null || own === null || own === account2) return null;
  return inconclusive(
    "simulate",
    "cross-account",
    `The principal belongs to the account ${own}, the keys to ${account2}: a simulation does not reach across accounts.`,
    "Use a principal of the keys' account: keymgmt's actions do not work across accounts."
  );
}
function noSuchPrincipal(principalArn, failure, unresolved) {
  if (unresolved !== null)
    return inconclusive(
      "simulate",
      failure.code,
      `The role behind the session is not known by its path (${showFailure(unresolved)}), and there is no role ${principalArn}.`,
      `Allow iam:GetRole for the verifier identity, or set principal_arn to the role's ARN with its path. ${(0, import_failure_remedy4.failureRemedy)(unresolved)}`
    );
  return inconclusive(
    "simulate",
    failure.code,
    `There is no such user or role: ${principalArn} (${showFailure(failure)}).`,
    "Correct principal_arn; a role's ARN includes its path."
  );
}
var import_failure_remedy4, import_permission_sets, noPrincipal, notSimulated2, nothingToDecide;
var init_decide_permissions = __esm({
  "src/verify/permissions/decide-permissions.ts"() {
    "use strict";
    init_evidence();
    init_principal();
    import_failure_remedy4 = __toESM(require_shared78(), 1);
    init_request();
    init_decide_target();
    init_from_cloudtrail();
    init_grants();
    init_limits();
    init_observations();
    init_permission_facts();
    init_permission_finding();
    init_permission_row();
    import_permission_sets = __toESM(require_shared81(), 1);
    init_permission_subject();
    init_sample_keys();
    init_simulate_targets();
    init_targets();
    noPrincipal = inconclusive(
      "none",
      "no principal",
      "No principal is given whose permissions to audit.",
      "Set principal_arn, or give the credentials of Vault."
    );
    notSimulated2 = inconclusive(
      "none",
      "not simulated",
      "No read-only call shows this permission.",
      "Use the method simulate, and allow iam:SimulatePrincipalPolicy for the verifier identity."
    );
    nothingToDecide = inconclusive(
      "none",
      "no resource",
      "There is no resource to decide the action on.",
      "Run the check again once a key is distributed."
    );
  }
});

// src/verifier/audit-principal.ts
var audit_principal_exports = {};
__export(audit_principal_exports, {
  auditPrincipal: () => auditPrincipal
});
async function auditPrincipal(reader, { principal_arn, region, sets }, now) {
  const identity = await reader.identity();
  const [audited, aliases] = await Promise.all([
    findAuditedPrincipal({ principal_arn, audits_verifier: false }, identity, reader),
    reader.aliases(region)
  ]);
  const { rows } = await decidePermissions(
    { sets, actions: [], method: "auto", history: false },
    {
      region,
      account_id: identity.ok ? identity.value.account_id : null,
      depth: "standard",
      audited,
      expectations: [],
      keys: [],
      aliases,
      now
    },
    reader
  );
  const of = (wanted) => rows.filter(({ decision }) => decision === wanted).map(({ action }) => action);
  return { denied: of("denied"), open: of("indeterminate") };
}
var init_audit_principal = __esm({
  "src/verifier/audit-principal.ts"() {
    "use strict";
    init_audited_principal();
    init_decide_permissions();
  }
});

// src/verify/permissions/credentials-verdict.ts
function evaluateIdentity(identity, allowedAccountIds) {
  const none3 = { denied: [], open: [], simulation_denied: false };
  if (!identity.ok) {
    const invalid = isCredentialFailure(identity.failure);
    const words = showFailure(identity.failure);
    return {
      account_id: null,
      arn: null,
      verdict: invalid ? "invalid" : "unknown",
      ...none3,
      messages: [
        `${invalid ? "The declared AWS credentials are not valid" : "The declared AWS credentials could not be checked"} (${words}). ${(0, import_failure_remedy5.failureRemedy)(identity.failure)}`
      ]
    };
  }
  const { account_id, arn: arn2 } = identity.value;
  if (allowedAccountIds.length === 0 || allowedAccountIds.includes(account_id)) return null;
  return {
    account_id,
    arn: arn2,
    verdict: "invalid",
    ...none3,
    messages: [
      `The credentials of ${arn2} belong to the account ${account_id}, which is not one of allowed_account_ids (${allowedAccountIds.join(", ")}).`
    ]
  };
}
function evaluatePermissions({ account_id, arn: arn2 }, rows, simulationDenied = false) {
  const denied4 = rows.filter(({ decision }) => decision === "denied");
  const open = rows.filter(({ decision }) => decision === "indeterminate");
  return {
    account_id,
    arn: arn2,
    verdict: denied4.length > 0 ? "denied" : open.length > 0 ? "unknown" : "ok",
    denied: denied4.map(({ action }) => action),
    open: open.map(({ action }) => action),
    simulation_denied: simulationDenied,
    messages: [...messagesOf(denied4), ...messagesOf(open)]
  };
}
function messagesOf(rows) {
  return [...new Set(rows.map(import_permission_remedy2.withoutRemedy))].map((message) => {
    const same = rows.filter((row2) => (0, import_permission_remedy2.withoutRemedy)(row2) === message);
    const remedies2 = (0, import_permission_remedy2.mergeRemedies)(same.map(({ remedy: remedy2 }) => remedy2));
    return `${same.map(({ action }) => action).join(", ")}: ${message} ${remedies2.join(" ")}`;
  });
}
var import_permission_remedy2, import_failure_remedy5;
var init_credentials_verdict = __esm({
  "src/verify/permissions/credentials-verdict.ts"() {
    "use strict";
    init_evidence();
    import_permission_remedy2 = __toESM(require_shared23(), 1);
    import_failure_remedy5 = __toESM(require_shared78(), 1);
  }
});

// src/verifier/verify-credentials.ts
var verify_credentials_exports = {};
__export(verify_credentials_exports, {
  verifyCredentials: () => verifyCredentials
});
async function verifyCredentials({ credentials: credentials2, region, allowed_account_ids, sets }, { env, run_id, shared: shared2, clock: clock2 }) {
  const { access_key, secret_key, session_token, endpoint } = credentials2;
  const settings = {
    env,
    credentials: async () => ({
      accessKeyId: access_key.reveal(),
      secretAccessKey: secret_key.reveal(),
      ...session_token === null ? {} : { sessionToken: session_token.reveal() }
    }),
    run_id,
    ...shared2,
    kms_endpoint: endpoint
  };
  const readerFor = (milliseconds2) => createAwsReader(openClients({ ...settings, signal: AbortSignal.timeout(milliseconds2) }), region);
  const identity = timedOut(await readerFor(timeouts.identity).identity());
  const verdict = evaluateIdentity(identity, allowed_account_ids);
  if (verdict !== null || !identity.ok) return verdict;
  const { account_id } = identity.value;
  const reader = readerFor(timeouts.permissions);
  const [audited, aliases] = await Promise.all([
    findAuditedPrincipal({ principal_arn: null, audits_verifier: true }, identity, reader),
    reader.aliases(region)
  ]);
  let simulationDenied = false;
  const simulate = async (...query2) => {
    const evidence = await reader.simulate(...query2);
    simulationDenied ||= !evidence.ok && evidence.failure.cause === "denied";
    return evidence;
  };
  const { rows } = await decidePermissions(
    { sets, actions: [], method: "auto", history: false },
    { region, account_id, depth: "standard", audited, expectations: [], keys: [], aliases, now: clock2.now() },
    { ...reader, simulate }
  );
  return evaluatePermissions(identity.value, rows, simulationDenied);
}
function timedOut(identity) {
  if (identity.ok || identity.failure.cause !== "aborted") return identity;
  const message = `no answer within ${timeouts.identity / 1e3} s`;
  return failed2({ ...identity.failure, cause: "timeout", code: "TimeoutError", message });
}
var timeouts;
var init_verify_credentials = __esm({
  "src/verifier/verify-credentials.ts"() {
    "use strict";
    init_clients();
    init_read_evidence();
    init_evidence();
    init_audited_principal();
    init_credentials_verdict();
    init_decide_permissions();
    timeouts = { identity: 5e3, permissions: 15e3 };
  }
});

// shared:shared66
var require_shared66 = __commonJS({
  "shared:shared66"(exports2, module2) {
    module2.exports = require("../index.cjs").shared66;
  }
});

// shared:shared57
var require_shared57 = __commonJS({
  "shared:shared57"(exports2, module2) {
    module2.exports = require("../index.cjs").shared57;
  }
});

// shared:shared17
var require_shared17 = __commonJS({
  "shared:shared17"(exports2, module2) {
    module2.exports = require("../index.cjs").shared17;
  }
});

// src/verify/batches.ts
function batchesOf(expectations, { bytes, versions }) {
  const batches = [];
  let batchBytes = 0;
  let batchVersions = 0;
  for (const expectation of expectations) {
    const size = Buffer.byteLength(JSON.stringify(expectation)) + 1;
    const count8 = Object.keys(expectation.versions).length;
    if (batches.length === 0 || batchBytes + size > bytes || batchVersions + count8 > versions) {
      batches.push([]);
      batchBytes = 0;
      batchVersions = 0;
    }
    batches.at(-1).push(expectation);
    batchBytes += size;
    batchVersions += count8;
  }
  return batches;
}
var init_batches = __esm({
  "src/verify/batches.ts"() {
    "use strict";
  }
});

// shared:shared26
var require_shared26 = __commonJS({
  "shared:shared26"(exports2, module2) {
    module2.exports = require("../index.cjs").shared26;
  }
});

// src/verify/checks/run-checks.ts
var distributed, unchecked, noKeys, minKeys, outOfTime, notChecked, permissionSetsNotice, baselineNotice, exceptionNotice, shortened;
var init_run_checks = __esm({
  "src/verify/checks/run-checks.ts"() {
    "use strict";
    distributed = {
      id: "distributed",
      scope: "key",
      depth: "standard",
      proves: "Vault has distributed each declared key to its provider.",
      cannot_see: "Why the distribution is missing.",
      why: "A key that is only declared has no copy in AWS to check.",
      calls: [],
      remedy: () => "Run `apply`.",
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management"
    };
    unchecked = {
      id: "unchecked",
      scope: "region",
      depth: "standard",
      proves: "Lists the keys and providers that Vault has beside the declared ones and that the run did not check; it does not change the status.",
      cannot_see: "The keys on providers of other mounts.",
      why: "A report that passes covers only the keys that it names.",
      calls: [],
      remedy: () => "Declare the keys, or verify with an event that reads everything from Vault.",
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management"
    };
    noKeys = {
      id: "no_keys",
      scope: "region",
      depth: "standard",
      proves: "There is at least one key to check in the region and on each provider that was named.",
      cannot_see: "How many keys there should be: `min_keys` says so.",
      why: "A run that checks no key proves nothing: the region, the mount or the provider may be the wrong one.",
      calls: [],
      remedy: () => "Compare the region with the provider's `key_collection`, and the mount, namespace and provider with Vault; then distribute a key, or leave the region out.",
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management"
    };
    minKeys = {
      id: "min_keys",
      scope: "region",
      depth: "standard",
      proves: "The run checks at least `min_keys` keys, where that is set.",
      cannot_see: "Which key is missing.",
      why: "A key that is missing in Vault's list has no finding of its own.",
      calls: [],
      remedy: () => "Find out which key is missing, and who removed it: Vault's audit log has the request. Distribute it again, or lower `min_keys`.",
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management"
    };
    outOfTime = {
      id: "out_of_time",
      scope: "run",
      depth: "standard",
      proves: "The time of the run was enough for every key and for the permissions.",
      cannot_see: "Which call was slow: the log of the function has that.",
      why: "A key or permission that was requested and not reached is inconclusive.",
      calls: [],
      remedy: () => "Call again with the report's `next`, which continues where this run stopped; or raise the function's timeout, or the action's `timeout`.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
    };
    notChecked = {
      id: "not_checked",
      scope: "run",
      depth: "standard",
      proves: "Every batch of a fleet’s target was checked.",
      cannot_see: "The keys of the batch.",
      why: "The report of a target is incomplete without the batch that failed.",
      calls: [],
      remedy: () => "Read the function's log, and run the check again.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html"
    };
    permissionSetsNotice = {
      id: "permission_sets",
      scope: "run",
      depth: "standard",
      proves: "Lists the actions that keymgmt needs and the requested permission sets lack; it does not change the status.",
      cannot_see: "Actions beyond the permission sets.",
      why: "The nine actions of Terraform's documentation are not enough to import key material.",
      calls: [],
      remedy: () => "Check the set `vault` as well.",
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms"
    };
    baselineNotice = {
      id: "baseline",
      scope: "run",
      depth: "standard",
      proves: "Says why a report was not compared with an earlier one; it does not change the status.",
      cannot_see: "What changed.",
      why: "A comparison that is missing must not look like one without changes.",
      calls: [],
      remedy: () => "Name a whole report of this tool that the verifier may read.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html"
    };
    exceptionNotice = {
      id: "exceptions",
      scope: "run",
      depth: "standard",
      proves: "Says which exceptions have expired, expire within two weeks, or match no finding any more; it does not change the status.",
      cannot_see: "Whether the reason for an exception still holds.",
      why: "An accepted finding counts again on the day on which its exception expires, so that nothing is accepted for ever.",
      calls: [],
      remedy: () => "Solve the finding, or have its owner set a later `expires`; remove an exception that matches nothing.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html"
    };
    shortened = {
      id: "shortened",
      scope: "run",
      depth: "standard",
      proves: "Says that a report was cut to fit the size limit of its carrier; it does not change the status.",
      cannot_see: "The findings that were left out.",
      why: "Lambda and Step Functions limit the size of an answer. The summary counts every key.",
      calls: [],
      remedy: () => "Check fewer keys at a time, or raise `max_report_bytes` where the carrier takes more.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
    };
  }
});

// src/model/controls/cis-requirements.ts
var cis, cisRequirements;
var init_cis_requirements = __esm({
  "src/model/controls/cis-requirements.ts"() {
    "use strict";
    cis = {
      name: "CIS AWS Foundations Benchmark v5.0.0",
      publisher: "Center for Internet Security",
      url: "https://www.cisecurity.org/benchmark/amazon_web_services"
    };
    cisRequirements = {
      "CIS AWS Foundations Benchmark v5.0.0/3.6": {
        number: "3.6",
        topic: "Customer created symmetric keys are rotated.",
        shows: "The age of the latest version against the declared `rotate_after`. KMS rotates no imported material by itself; Vault rotates by a new KMS key and moves the alias.",
        leaves_open: "Symmetric KMS keys whose material KMS made: the benchmark’s own check covers these."
      }
    };
  }
});

// src/model/controls/iso-requirements.ts
var iso, isoRequirements;
var init_iso_requirements = __esm({
  "src/model/controls/iso-requirements.ts"() {
    "use strict";
    iso = {
      name: "ISO/IEC 27001:2022, Annex A",
      publisher: "International Organization for Standardization",
      url: "https://www.iso.org/standard/27001"
    };
    isoRequirements = {
      "ISO/IEC 27001:2022 A.5.9": {
        number: "A.5.9",
        topic: "Information and the assets that go with it are in an inventory, with owners.",
        shows: "The keys that Vault records, and the KMS keys of the region that belong to no record.",
        leaves_open: "The owners, and what each key protects."
      },
      "ISO/IEC 27001:2022 A.5.15": {
        number: "A.5.15",
        topic: "Access is granted by rules that follow from business and security needs.",
        shows: "What key policies and grants allow, and whether anyone outside the account is let in.",
        leaves_open: "The rules, and whether the access follows them."
      },
      "ISO/IEC 27001:2022 A.8.2": {
        number: "A.8.2",
        topic: "Privileged access is restricted and managed.",
        shows: "Which actions on keys Vault’s principal is allowed and denied, and by which layer.",
        leaves_open: "Other privileged principals of the account."
      },
      "ISO/IEC 27001:2022 A.8.13": {
        number: "A.8.13",
        topic: "Copies of information, software and systems are kept and tested.",
        shows: "That the copies of a key in its regions exist with their material.",
        leaves_open: "Backups of Vault, and tests of a restore."
      },
      "ISO/IEC 27001:2022 A.8.15": {
        number: "A.8.15",
        topic: "Logs of activities and faults are made, kept and protected.",
        shows: "That KMS records the use of the key, with its last use.",
        leaves_open: "Trails, their retention and their protection."
      },
      "ISO/IEC 27001:2022 A.8.16": {
        number: "A.8.16",
        topic: "Systems are monitored for what is out of the ordinary.",
        shows: "That the verification ran to its end, and what it found in it.",
        leaves_open: "Whether anybody acts on the result."
      },
      "ISO/IEC 27001:2022 A.8.24": {
        number: "A.8.24",
        topic: "There are rules for the use of cryptography and for managing keys, and they are followed.",
        shows: "Origin, algorithm, usage, state, age and material of each copy, compared with the declaration.",
        leaves_open: "The rules themselves, and key management inside Vault."
      }
    };
  }
});

// src/model/controls/nist-requirements.ts
var nist, nistRequirements;
var init_nist_requirements = __esm({
  "src/model/controls/nist-requirements.ts"() {
    "use strict";
    nist = {
      name: "NIST SP 800-53 Revision 5",
      publisher: "National Institute of Standards and Technology",
      url: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final"
    };
    nistRequirements = {
      "NIST.800-53.r5 SC-12": {
        number: "SC-12",
        topic: "Cryptographic keys are established and managed by defined rules, from their generation to their destruction.",
        shows: "Which KMS key holds which version of which Vault key, that its material was imported and not made by KMS, its state, and that the alias leads to the latest version.",
        leaves_open: "How Vault generates and seals the material, and who administers Vault."
      },
      "NIST.800-53.r5 SC-12(1)": {
        number: "SC-12(1)",
        topic: "Information stays available when keys are lost.",
        shows: "That the copy in KMS exists, is enabled, has its material, and neither expires nor is scheduled for deletion unnoticed.",
        leaves_open: "Whether Vault itself is backed up, and whether a backup was ever restored. What a deleted KMS key encrypted is lost, whatever Vault holds."
      },
      "NIST.800-53.r5 SC-12(2)": {
        number: "SC-12(2)",
        topic: "Symmetric keys are produced, controlled and distributed with approved technology.",
        shows: "That a symmetric key has the spec of its declaration, and is kept in KMS with imported material.",
        leaves_open: "The validation of the modules: certificates of KMS and of Vault’s build and seal."
      },
      "NIST.800-53.r5 SC-12(3)": {
        number: "SC-12(3)",
        topic: "Asymmetric keys are produced, controlled and distributed with approved technology.",
        shows: "That KMS has the private key that belongs to Vault’s public key, with the declared spec and usage.",
        leaves_open: "The validation of the modules, and certificates that are issued for the key."
      },
      "NIST.800-53.r5 SC-13": {
        number: "SC-13",
        topic: "The uses of cryptography are determined, and each has a fitting kind of cryptography.",
        shows: "Algorithm and usage of each KMS key, compared with the declaration.",
        leaves_open: "Which use needs which algorithm."
      },
      "NIST.800-53.r5 SC-28(3)": {
        number: "SC-28(3)",
        topic: "Cryptographic keys are kept in protected storage.",
        shows: "That the key is in KMS itself, customer managed, in the declared account and region.",
        leaves_open: "The storage of the same material in Vault."
      },
      "NIST.800-53.r5 SI-7": {
        number: "SI-7",
        topic: "Unauthorized changes of software, firmware and information are detected.",
        shows: "That the material in a KMS key is the recorded one, and that no other was imported beside it.",
        leaves_open: "Changes between two runs that were undone, and the integrity of the verifier itself."
      },
      "NIST.800-53.r5 AC-3": {
        number: "AC-3",
        topic: "Access follows approved authorizations, and the system enforces them.",
        shows: "What key policies and grants allow, and whether anyone outside the account is let in.",
        leaves_open: "Which access was approved: the report shows what is, not what was signed."
      },
      "NIST.800-53.r5 AC-6": {
        number: "AC-6",
        topic: "Every principal has the least privilege that its task needs.",
        shows: "That Vault’s principal has each action that it needs, which one is denied, and by which layer; who else holds the key.",
        leaves_open: "Further actions of the principal that nobody asked about, and the principals of IAM that a key policy delegates to."
      },
      "NIST.800-53.r5 AU-12": {
        number: "AU-12",
        topic: "The events that matter are recorded where they happen.",
        shows: "That KMS records the use of the key, with its last use.",
        leaves_open: "Whether a trail keeps the events, for how long, and who reads them."
      },
      "NIST.800-53.r5 CA-7": {
        number: "CA-7",
        topic: "Controls are monitored continuously, and the result is reported.",
        shows: "That the verification ran to its end with valid credentials, over at least the expected number of keys.",
        leaves_open: "Whether anybody acts on the result."
      },
      "NIST.800-53.r5 CM-8": {
        number: "CM-8",
        topic: "There is a complete inventory of the components.",
        shows: "The keys that Vault records, and the KMS keys of the region that belong to no record.",
        leaves_open: "Regions and accounts that no provider declares."
      },
      "NIST.800-53.r5 CP-9": {
        number: "CP-9",
        topic: "Copies of what operation depends on are kept apart and protected.",
        shows: "That each declared replica region has the key with its material.",
        leaves_open: "Backups of Vault, and of the data that the keys protect."
      }
    };
  }
});

// src/model/controls/pci-requirements.ts
var pci, pciRequirements;
var init_pci_requirements = __esm({
  "src/model/controls/pci-requirements.ts"() {
    "use strict";
    pci = {
      name: "PCI DSS v4.0.1",
      publisher: "PCI Security Standards Council",
      url: "https://www.pcisecuritystandards.org/document_library/"
    };
    pciRequirements = {
      "PCI DSS v4.0.1/3.6.1": {
        number: "3.6.1",
        topic: "Keys that protect stored account data are guarded against disclosure and misuse; few people have access.",
        shows: "What key policies and grants allow, and to whom outside the account.",
        leaves_open: "Who has access inside the account through IAM, and access to Vault."
      },
      "PCI DSS v4.0.1/3.6.1.2": {
        number: "3.6.1.2",
        topic: "Secret and private keys are stored in one of the accepted forms, such as within a secure cryptographic device.",
        shows: "That the copy is in KMS itself, customer managed, and not in a key store outside it.",
        leaves_open: "The form of the copy in Vault: its seal and storage."
      },
      "PCI DSS v4.0.1/3.6.1.4": {
        number: "3.6.1.4",
        topic: "Keys are stored in the fewest possible locations.",
        shows: "The KMS keys, replicas and aliases that hold a key, and those that belong to no record.",
        leaves_open: "Copies outside Vault and KMS, and whether each location is needed."
      },
      "PCI DSS v4.0.1/3.7.1": {
        number: "3.7.1",
        topic: "Strong keys are generated.",
        shows: "The spec of the KMS key, and that KMS did not generate the material.",
        leaves_open: "The generator in Vault."
      },
      "PCI DSS v4.0.1/3.7.2": {
        number: "3.7.2",
        topic: "Keys are distributed securely.",
        shows: "That each key arrived where Vault sent it: region, account, alias and latest version.",
        leaves_open: "The channel: KMS takes wrapped material only, which its documentation shows and no report does."
      },
      "PCI DSS v4.0.1/3.7.3": {
        number: "3.7.3",
        topic: "Keys are stored securely.",
        shows: "That the key is in KMS, with its material, and that no policy opens it to anyone.",
        leaves_open: "The copy in Vault."
      },
      "PCI DSS v4.0.1/3.7.4": {
        number: "3.7.4",
        topic: "A key is changed at the end of its cryptoperiod.",
        shows: "The age of the latest version against the declared `rotate_after`.",
        leaves_open: "Whether the declared period fits the use, and data that is still encrypted with older versions."
      },
      "PCI DSS v4.0.1/3.7.5": {
        number: "3.7.5",
        topic: "Keys are retired, replaced or destroyed when they have to be, and retired ones no longer encrypt.",
        shows: "That versions below `min_enabled_version` are disabled in KMS, and which keys have not been used for a year.",
        leaves_open: "Whether a weakened or suspected key was retired in time."
      },
      "PCI DSS v4.0.1/3.7.7": {
        number: "3.7.7",
        topic: "Nobody substitutes a key without authorization.",
        shows: "That the material is the recorded one, none was added, and the alias points at the KMS key on record.",
        leaves_open: "Who could substitute: see the permissions."
      },
      "PCI DSS v4.0.1/7.2.5": {
        number: "7.2.5",
        topic: "Application and system accounts have the least privileges that they need.",
        shows: "The actions that Vault’s principal is allowed and denied, with the evidence for each.",
        leaves_open: "Actions that nobody asked about, and the accounts of applications that use the keys."
      },
      "PCI DSS v4.0.1/12.3.3": {
        number: "12.3.3",
        topic: "The cryptography in use is documented and reviewed.",
        shows: "Spec and usage of each KMS key: the facts for the inventory.",
        leaves_open: "The review itself, and protocols."
      }
    };
  }
});

// src/model/controls/soc-requirements.ts
var soc, socRequirements;
var init_soc_requirements = __esm({
  "src/model/controls/soc-requirements.ts"() {
    "use strict";
    soc = {
      name: "SOC 2: Trust Services Criteria 2017 (points of focus 2022)",
      publisher: "AICPA",
      url: "https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022"
    };
    socRequirements = {
      "SOC 2 CC6.1": {
        number: "CC6.1",
        topic: "Logical access to protected information is secured; encryption keys are protected through their life.",
        shows: "That each key is held in KMS with the material that Vault imported, in the declared state, and who its policy lets in.",
        leaves_open: "The design of the access controls, and the protection of the keys in Vault."
      },
      "SOC 2 CC6.3": {
        number: "CC6.3",
        topic: "Access follows roles, least privilege and separation of duties.",
        shows: "Which actions Vault’s principal is allowed and denied, and by which layer.",
        leaves_open: "Approval and review of the access, and other principals."
      },
      "SOC 2 CC7.1": {
        number: "CC7.1",
        topic: "Changes of configuration that open weaknesses are detected.",
        shows: "Where KMS differs from Vault’s record, and what changed since an earlier report.",
        leaves_open: "Systems other than Vault’s keys in KMS."
      },
      "SOC 2 CC7.2": {
        number: "CC7.2",
        topic: "Systems are monitored for anomalies, and these are analyzed.",
        shows: "That the verification ran to its end, over at least the expected number of keys.",
        leaves_open: "Whether anybody acts on the result."
      },
      "SOC 2 A1.2": {
        number: "A1.2",
        topic: "Backup and recovery infrastructure is in place.",
        shows: "That the copies of a key in its regions exist with their material, and that none is about to disappear.",
        leaves_open: "Backups of Vault and of data, and tests of a recovery."
      }
    };
  }
});

// src/model/controls/all-controls.ts
function controlsOf(source) {
  const controls = controlTable[source];
  if ("none" in controls) return [];
  return order.filter((id) => controls.includes(id));
}
var standards, keyManagement, availability, storage, substitution, access, inventory, monitoring, controlTable, order;
var init_all_controls = __esm({
  "src/model/controls/all-controls.ts"() {
    "use strict";
    init_cis_requirements();
    init_iso_requirements();
    init_nist_requirements();
    init_pci_requirements();
    init_soc_requirements();
    standards = [
      { ...nist, requirements: nistRequirements },
      { ...pci, requirements: pciRequirements },
      { ...iso, requirements: isoRequirements },
      { ...soc, requirements: socRequirements },
      { ...cis, requirements: cisRequirements }
    ];
    keyManagement = [
      "NIST.800-53.r5 SC-12",
      "ISO/IEC 27001:2022 A.8.24",
      "SOC 2 CC6.1"
    ];
    availability = [
      "NIST.800-53.r5 SC-12(1)",
      "ISO/IEC 27001:2022 A.8.24",
      "SOC 2 A1.2"
    ];
    storage = [
      "NIST.800-53.r5 SC-28(3)",
      "PCI DSS v4.0.1/3.6.1.2",
      "ISO/IEC 27001:2022 A.8.24",
      "SOC 2 CC6.1"
    ];
    substitution = [
      "NIST.800-53.r5 SI-7",
      "PCI DSS v4.0.1/3.7.7",
      "ISO/IEC 27001:2022 A.8.24",
      "SOC 2 CC7.1"
    ];
    access = [
      "NIST.800-53.r5 AC-3",
      "NIST.800-53.r5 AC-6",
      "PCI DSS v4.0.1/3.6.1",
      "ISO/IEC 27001:2022 A.5.15",
      "SOC 2 CC6.1"
    ];
    inventory = [
      "NIST.800-53.r5 CM-8",
      "PCI DSS v4.0.1/3.6.1.4",
      "ISO/IEC 27001:2022 A.5.9",
      "SOC 2 CC6.1"
    ];
    monitoring = [
      "NIST.800-53.r5 CA-7",
      "ISO/IEC 27001:2022 A.8.16",
      "SOC 2 CC7.2"
    ];
    controlTable = {
      exists: [...keyManagement, "NIST.800-53.r5 SC-12(1)", "PCI DSS v4.0.1/3.7.3", "SOC 2 A1.2"],
      account: [...keyManagement, "NIST.800-53.r5 SC-28(3)", "PCI DSS v4.0.1/3.7.2"],
      key_state: [...keyManagement, "NIST.800-53.r5 SC-12(1)", "PCI DSS v4.0.1/3.7.5"],
      material: [...keyManagement, "NIST.800-53.r5 SC-12(1)", "PCI DSS v4.0.1/3.7.3", "SOC 2 A1.2"],
      origin: [...keyManagement, "PCI DSS v4.0.1/3.7.1"],
      key_spec: [
        "NIST.800-53.r5 SC-12(2)",
        "NIST.800-53.r5 SC-12(3)",
        "NIST.800-53.r5 SC-13",
        "PCI DSS v4.0.1/3.7.1",
        "PCI DSS v4.0.1/12.3.3",
        "ISO/IEC 27001:2022 A.8.24",
        "SOC 2 CC6.1"
      ],
      key_usage: ["NIST.800-53.r5 SC-13", "PCI DSS v4.0.1/12.3.3", "ISO/IEC 27001:2022 A.8.24", "SOC 2 CC6.1"],
      key_manager: storage,
      key_store: storage,
      deletion_date: [...availability, "PCI DSS v4.0.1/3.7.5"],
      expiry: [...availability, "PCI DSS v4.0.1/3.7.3"],
      material_id: substitution,
      material_history: substitution,
      multi_region: [...keyManagement, "PCI DSS v4.0.1/3.6.1.4"],
      replicas: [
        "NIST.800-53.r5 SC-12(1)",
        "NIST.800-53.r5 CP-9",
        "PCI DSS v4.0.1/3.6.1.4",
        "ISO/IEC 27001:2022 A.8.13",
        "SOC 2 A1.2"
      ],
      public_key: [...substitution, "NIST.800-53.r5 SC-12(3)"],
      creation_date: substitution,
      key_policy: access,
      policy_public: [...access, "PCI DSS v4.0.1/3.7.3"],
      policy_foreign: access,
      grants: access,
      canary: [
        "NIST.800-53.r5 SC-12(1)",
        "NIST.800-53.r5 CP-9",
        "PCI DSS v4.0.1/3.7.7",
        "ISO/IEC 27001:2022 A.8.13",
        "SOC 2 A1.2"
      ],
      last_use: ["NIST.800-53.r5 AU-12", "PCI DSS v4.0.1/3.7.5", "ISO/IEC 27001:2022 A.8.15", "SOC 2 CC6.1"],
      distributed: [...keyManagement, "PCI DSS v4.0.1/3.7.2"],
      latest_version: [...keyManagement, "PCI DSS v4.0.1/3.7.2"],
      key_age: [...keyManagement, "PCI DSS v4.0.1/3.7.4", "CIS AWS Foundations Benchmark v5.0.0/3.6"],
      version_record: [...keyManagement, "PCI DSS v4.0.1/3.7.2"],
      distinct_keys: [...keyManagement, "PCI DSS v4.0.1/3.7.2"],
      alias_form: [...keyManagement, "PCI DSS v4.0.1/3.7.2"],
      alias_exists: [...keyManagement, "PCI DSS v4.0.1/3.7.2", "SOC 2 CC7.1"],
      alias_target: [...substitution, "NIST.800-53.r5 SC-12"],
      alias_single: [...keyManagement, "PCI DSS v4.0.1/3.6.1.4", "SOC 2 CC7.1"],
      credentials: monitoring,
      verifier_account: monitoring,
      orphan: inventory,
      orphan_key: inventory,
      unchecked: inventory,
      no_keys: monitoring,
      min_keys: monitoring,
      out_of_time: monitoring,
      not_checked: monitoring,
      permission: ["NIST.800-53.r5 AC-6", "PCI DSS v4.0.1/7.2.5", "ISO/IEC 27001:2022 A.8.2", "SOC 2 CC6.3"],
      permission_sets: { none: "It says which actions were not asked about, and decides nothing." },
      baseline: { none: "It says that nothing was compared, and decides nothing." },
      exceptions: { none: "It says who accepted a finding, and decides nothing." },
      shortened: { none: "It says that a report was cut, and decides nothing." }
    };
    order = standards.flatMap(({ requirements }) => Object.keys(requirements));
  }
});

// src/model/report-findings.ts
function findingsOf({ findings: findings2, keys: keys2 }) {
  return [
    ...findings2.map((finding2) => ({ finding: finding2, key: null, version: null })),
    ...keys2.flatMap((key) => findingsOfKey(key))
  ];
}
function findingsOfKey(key) {
  return [
    ...key.findings.map((finding2) => ({ finding: finding2, key, version: null })),
    ...key.versions.flatMap((version3) => version3.findings.map((finding2) => ({ finding: finding2, key, version: version3 })))
  ];
}
function keyReportId({ id, kms, name }) {
  return id ?? `${kms}/key/${name}`;
}
function permissionId({ region, principal_arn, action }) {
  return `${region}/${principal_arn ?? "none"}/${action}`;
}
var init_report_findings = __esm({
  "src/model/report-findings.ts"() {
    "use strict";
  }
});

// src/verify/remedy.ts
function remedyTarget(expectation, region, key = { key_id: (0, import_expectations2.latestRecorded)(expectation)?.key_id ?? "" }) {
  const { name, kms, alias, type, purpose, path = "keymgmt", namespace = "" } = expectation;
  const at = (rest) => `${namespace === "" ? "" : `-namespace=${shellWord(namespace)} `}${shellWord(`${path}/${rest}`)}`;
  const vault_kind = {
    spec: (0, import_expectations2.keySpecOf)(type) ?? symmetric.spec,
    usage: (0, import_expectations2.keyUsageOf)(purpose) ?? symmetric.usage
  };
  return {
    region: shellWord(region),
    key_id: shellWord(key.key_id),
    key_arn: shellWord(key.arn ?? key.key_id),
    latest_key_id: shellWord((0, import_expectations2.latestRecorded)(expectation)?.key_id ?? ""),
    alias: shellWord(alias),
    key_path: at(`key/${name}`),
    distribution_path: at(`kms/${kms}/key/${name}`),
    purpose: shellWord(purpose.join(",")),
    kind: { spec: key.key_spec ?? vault_kind.spec, usage: key.key_usage ?? vault_kind.usage },
    vault_kind
  };
}
function shellWord(text2) {
  return /^[\w@%+=:,./-]+$/.test(text2) ? text2 : `'${text2.replaceAll("'", "'\\''")}'`;
}
function onKey(command, { region, key_id }) {
  return `aws kms ${command} --region ${region} --key-id ${key_id}`;
}
function findEvents({ region, key_arn }) {
  return `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=ResourceName,AttributeValue=${key_arn}`;
}
function rotate({ key_path }) {
  return `vault write -f ${withSuffix(key_path, "/rotate")}`;
}
function replicate({ distribution_path }) {
  return `vault write -f ${withSuffix(distribution_path, "/replicate")}`;
}
function readDistribution({ distribution_path }) {
  return `vault read ${distribution_path}`;
}
function withSuffix(path, suffix) {
  return path.endsWith("'") ? `${path.slice(0, -1)}${suffix}'` : `${path}${suffix}`;
}
function readKeyPolicy(target) {
  return [`${onKey("get-key-policy", target)} --policy-name default --query Policy --output text`];
}
function putKeyPolicy(target) {
  return [`${onKey("put-key-policy", target)} --policy-name default --policy file://policy.json`];
}
var import_expectations2, symmetric, placeholders, staysOnRecord;
var init_remedy = __esm({
  "src/verify/remedy.ts"() {
    "use strict";
    import_expectations2 = __toESM(require_shared77(), 1);
    symmetric = { spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT" };
    placeholders = {
      region: "<region>",
      key_id: "<key id>",
      key_arn: "<key arn>",
      latest_key_id: "<key id of the latest version>",
      alias: "<alias>",
      key_path: "<mount>/key/<key>",
      distribution_path: "<mount>/kms/<provider>/key/<key>",
      purpose: "<purpose>",
      kind: symmetric,
      vault_kind: symmetric
    };
    staysOnRecord = "The finding stays as long as the version is in the distribution record; accept it until the distribution is no longer needed.";
  }
});

// src/verify/check.ts
function fail(failure) {
  return { status: "fail", ...failure };
}
function indeterminate(failure) {
  return { status: "indeterminate", ...failure };
}
function findingFrom({ id, remedy: standard }, status, { expected: expected2, actual, message, remedy: remedy2 }, target = placeholders) {
  const chosen = remedy2 ?? standard;
  const remediation = typeof chosen === "string" ? chosen : chosen(target);
  return { check: id, status, expected: expected2, actual, message, remediation };
}
function noticeFrom({ id: code }, id, message) {
  return { code, id, message };
}
function versionName({ expectation, version: version3 }) {
  return `${expectation.name}@${version3}`;
}
function compareEnum(subject, what, expected2, actual, known3, difference) {
  if (actual === expected2) return pass;
  const name = versionName(subject);
  const { arn: arn2 } = subject.key;
  if (actual !== null && known3.includes(actual))
    return fail({ expected: expected2, actual, message: `${name}: the KMS key ${arn2} ${difference}.` });
  const returned = actual === null ? `no ${what} for the KMS key ${arn2}` : `the ${what} ${actual} for the KMS key ${arn2}, which this version does not know`;
  return indeterminate({
    expected: expected2,
    actual: actual ?? "no value",
    message: `${name}: KMS returns ${returned}.`,
    remedy: "Update this tool, or check the key manually."
  });
}
var pass, skip;
var init_check = __esm({
  "src/verify/check.ts"() {
    "use strict";
    init_remedy();
    pass = { status: "pass" };
    skip = { status: "skip" };
  }
});

// src/verify/checks/account.ts
var account;
var init_account = __esm({
  "src/verify/checks/account.ts"() {
    "use strict";
    init_check();
    account = {
      id: "account",
      scope: "version",
      depth: "standard",
      proves: "The KMS key is in the declared account, and its ARN names the requested region.",
      cannot_see: "Who may use the key in that account.",
      why: "A provider whose credentials belong to another account creates its keys in the wrong place.",
      calls: ["kms:DescribeKey"],
      remedy: () => "Nothing to change in KMS. Correct the provider's credentials, or the declared account; the copies that Vault made in the other account stay there until the distribution is removed.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN",
      run: (subject) => {
        const { key, context } = subject;
        const [, , , region, accountInArn] = key.arn.split(":");
        if (region !== void 0 && region !== "" && region !== context.region)
          return fail({
            expected: context.region,
            actual: region,
            message: `${versionName(subject)}: the KMS key ${key.arn} is in another region.`
          });
        if (context.expected_account_id === null) return skip;
        const actual = key.account_id ?? accountInArn ?? "";
        if (actual === context.expected_account_id) return pass;
        return fail({
          expected: context.expected_account_id,
          actual,
          message: `${versionName(subject)}: the KMS key ${key.arn} belongs to another account.`
        });
      }
    };
  }
});

// src/verify/checks/alias-exists.ts
var import_failure_remedy6, aliasExists;
var init_alias_exists = __esm({
  "src/verify/checks/alias-exists.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy6 = __toESM(require_shared78(), 1);
    aliasExists = {
      id: "alias_exists",
      scope: "key",
      depth: "standard",
      proves: "The distribution's alias is in the region.",
      cannot_see: "Which key applications use, if they use its id.",
      why: "Applications use the alias; without it they find no key.",
      calls: ["kms:ListAliases"],
      remedy: (target) => [
        "Create the alias again for the latest version; Vault moves it at the next rotation:",
        `aws kms create-alias --region ${target.region} --alias-name ${target.alias} --target-key-id ${target.latest_key_id}`
      ].join("\n"),
      cost: "None: ciphertext names its KMS key, not the alias.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
      run: ({ expectation, aliases, latest, context }) => {
        const { name, alias } = expectation;
        if (!aliases.ok)
          return indeterminate({
            expected: alias,
            actual: aliases.failure.code,
            message: `${name}: the aliases of ${context.region} could not be listed (${showFailure(aliases.failure)}).`,
            remedy: (0, import_failure_remedy6.failureRemedy)(aliases.failure)
          });
        if (aliases.value.byName.has(alias)) return pass;
        if (latest !== null && !latest.ok && latest.failure.cause === "not_found") return skip;
        return fail({
          expected: alias,
          actual: "no such alias",
          message: `${name}: there is no ${alias} in ${context.region}.`
        });
      }
    };
  }
});

// src/verify/checks/alias-form.ts
var tolerance, aliasForm;
var init_alias_form = __esm({
  "src/verify/checks/alias-form.ts"() {
    "use strict";
    init_check();
    init_remedy();
    tolerance = 300;
    aliasForm = {
      id: "alias_form",
      scope: "key",
      depth: "standard",
      proves: "The alias has the documented form `alias/hashicorp/<key>-<unix time>`, and its time is that of the distribution.",
      cannot_see: "Who uses the alias.",
      why: "Vault did not create an alias of another form, and does not move it at a rotation.",
      calls: [],
      remedy: (target) => [
        "Compare it with Vault's record: the alias is `alias/hashicorp/` followed by its `name`:",
        readDistribution(target)
      ].join("\n"),
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms",
      run: ({ expectation: { name, alias, distribution_time } }) => {
        const expected2 = `alias/hashicorp/${name}-<unix time>`;
        const dash = alias.lastIndexOf("-");
        const time = alias.slice(dash + 1);
        if (alias.slice(0, dash) !== `alias/hashicorp/${name}` || !/^\d{10,}$/.test(time))
          return fail({
            expected: expected2,
            actual: alias,
            message: `${name}: the alias ${alias} does not have the form ${expected2}.`
          });
        if (distribution_time === null) return pass;
        const distributed2 = Date.parse(distribution_time) / 1e3;
        if (Math.abs(distributed2 - Number(time)) <= tolerance) return pass;
        return fail({
          expected: `alias/hashicorp/${name}-${Math.floor(distributed2)}`,
          actual: alias,
          message: `${name}: the time in the alias ${alias} is not that of the distribution, ${distribution_time}.`
        });
      }
    };
  }
});

// src/verify/checks/alias-single.ts
function removal(region, aliases) {
  return [
    "Find who created the second alias and who uses it: applications that use it fail as soon as it is deleted. Ciphertext is not affected. Then delete it:",
    ...aliases.map((alias) => `aws kms delete-alias --region ${region} --alias-name ${alias}`)
  ].join("\n");
}
var aliasSingle;
var init_alias_single = __esm({
  "src/verify/checks/alias-single.ts"() {
    "use strict";
    init_check();
    init_remedy();
    aliasSingle = {
      id: "alias_single",
      scope: "key",
      depth: "standard",
      proves: "No second alias under `alias/hashicorp/` points at one of this key's versions.",
      cannot_see: "Aliases outside `alias/hashicorp/`.",
      why: "Vault keeps one alias per distribution. It does not move a second one at a rotation, so applications that use it stay on an old version.",
      calls: ["kms:ListAliases"],
      remedy: ({ region }) => removal(region, ["<second alias>"]),
      cost: "Applications that use the second alias fail until they use the right one.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
      run: ({ expectation, aliases }) => {
        if (!aliases.ok) return skip;
        const { byName, byTarget } = aliases.value;
        const others = [...new Set(Object.values(expectation.versions))].flatMap((id) => byTarget.get(id) ?? []).filter(({ name }) => name !== expectation.alias && name.startsWith("alias/hashicorp/"));
        if (others.length === 0 || !byName.has(expectation.alias)) return pass;
        const names = others.map(({ name }) => name).join(", ");
        return fail({
          expected: expectation.alias,
          actual: names,
          remedy: ({ region }) => removal(
            region,
            others.map(({ name }) => shellWord(name))
          ),
          message: `${expectation.name}: ${names} points at a version of this key, beside ${expectation.alias}.`
        });
      }
    };
  }
});

// src/verify/checks/alias-target.ts
var import_expectations3, aliasTarget;
var init_alias_target = __esm({
  "src/verify/checks/alias-target.ts"() {
    "use strict";
    init_check();
    import_expectations3 = __toESM(require_shared77(), 1);
    aliasTarget = {
      id: "alias_target",
      scope: "key",
      depth: "standard",
      proves: "The alias points at the KMS key of the latest version.",
      cannot_see: "What was encrypted with the other key meanwhile.",
      why: "Applications that use the alias continue with an old version, or with a key that is not Vault’s.",
      calls: ["kms:ListAliases"],
      remedy: (target) => [
        "Keep the key that the alias points at now: what was encrypted with the alias meanwhile decrypts with that key alone. Then point the alias at the latest version:",
        `aws kms update-alias --region ${target.region} --alias-name ${target.alias} --target-key-id ${target.latest_key_id}`
      ].join("\n"),
      cost: "None, as long as the other key is kept.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
      run: ({ expectation, aliases, latest }) => {
        const { name, alias, versions } = expectation;
        const entry = aliases.ok ? aliases.value.byName.get(alias) : void 0;
        const expected2 = (0, import_expectations3.latestRecorded)(expectation);
        if (entry === void 0 || expected2 === null) return skip;
        if (entry.target_key_id === expected2.key_id) return pass;
        if (latest !== null && !latest.ok && latest.failure.cause === "not_found") return skip;
        const version3 = Object.keys(versions).find((key) => versions[key] === entry.target_key_id);
        const actual = entry.target_key_id ?? "nothing";
        return fail({
          expected: expected2.key_id,
          actual,
          message: `${name}: ${alias} points at ${actual} (${version3 === void 0 ? "no version of this key" : `version ${version3}`}), not at version ${expected2.version}${entry.updated === null ? "" : `; it was last moved on ${entry.updated}`}.`
        });
      }
    };
  }
});

// src/verify/move-data.ts
function moveData(target) {
  const { kind, vault_kind } = target;
  if (isSymmetric(kind) !== isSymmetric(vault_kind) || kind.usage !== vault_kind.usage)
    return [
      "KMS moves no alias between KMS keys of another type or usage, so a rotation in Vault would fail: declare a key under another name, and distribute it.",
      ...useAgain(target, "<new alias>")
    ].join("\n");
  return [
    "Rotate the key in Vault: the new version gets a KMS key of its own, and the alias moves to it:",
    rotate(target),
    ...useAgain(target, target.alias)
  ].join("\n");
}
function useAgain(target, destination) {
  return encrypts(target.kind) ? encryptAgain(target, destination) : signAgain(target, destination);
}
function keepKey({ kind }) {
  const needed = encrypts(kind) ? `what it encrypted can be decrypted with ${isRsa(kind) ? "its own private key" : "this KMS key"} alone` : "what signs with it fails without it";
  return `Keep this KMS key until nothing needs it: ${needed}, and removing the distribution schedules the KMS keys of all versions for deletion.`;
}
function distributeAgain(target) {
  const { distribution_path, purpose } = target;
  return [
    "The private key stays in Vault, and another KMS key of the same key pair decrypts and signs as this one did. Removing the distribution and distributing again creates such KMS keys, with other ids and another alias. It schedules the KMS keys of all versions for deletion, and applications fail until they use the new ones:",
    `vault delete ${distribution_path}`,
    `vault write ${distribution_path} purpose=${purpose} protection=hsm`
  ];
}
function isSymmetric({ spec }) {
  return spec === "SYMMETRIC_DEFAULT";
}
function encryptAgain(target, alias) {
  const { kind, vault_kind } = target;
  const fits = encrypts(vault_kind);
  const destination = fits ? alias : "<alias of a KMS key for encryption>";
  const to = fits ? vault_kind : kind;
  const command = `aws kms re-encrypt --region ${target.region} --ciphertext-blob fileb://ciphertext --source-key-id ${target.key_id}${algorithm("source", kind)} --destination-key-id ${destination}${algorithm("destination", to)} --query CiphertextBlob --output text`;
  return [
    fits ? `Then encrypt each ciphertext of this KMS key again, ${isRsa(kind) ? "naming the algorithm that encrypted it" : "with its encryption context if it has one"}:` : "The distribution is for signing, so its alias encrypts nothing. Encrypt each ciphertext of this KMS key again under a key for encryption:",
    command,
    ...fits && isRsa(to) ? ["Give clients that encrypt outside of KMS the new public key:", publicKey(target.region, alias)] : []
  ];
}
function signAgain(target, alias) {
  const { kind, vault_kind } = target;
  const fits = !encrypts(vault_kind);
  const destination = fits ? alias : "<alias of a KMS key for signing>";
  const signingAlgorithm = signingAlgorithms[(fits ? vault_kind : kind).spec] ?? "<signing algorithm>";
  return [
    "This KMS key signs, and has encrypted nothing. Keep its public key: signatures verify with it outside of KMS, even when the KMS key is gone:",
    publicKey(target.region, target.key_id),
    "Then sign again what has to verify with the new key, and give clients that verify its public key:",
    `aws kms sign --region ${target.region} --key-id ${destination} --message fileb://message --message-type RAW --signing-algorithm ${signingAlgorithm} --query Signature --output text`,
    publicKey(target.region, destination)
  ];
}
function publicKey(region, key_id) {
  return `${onKey("get-public-key", { region, key_id })} --query PublicKey --output text`;
}
function encrypts({ usage }) {
  return usage === "ENCRYPT_DECRYPT";
}
function isRsa({ spec }) {
  return spec.startsWith("RSA_");
}
function algorithm(side, kind) {
  return isRsa(kind) ? ` --${side}-encryption-algorithm RSAES_OAEP_SHA_256` : "";
}
var signingAlgorithms;
var init_move_data = __esm({
  "src/verify/move-data.ts"() {
    "use strict";
    init_remedy();
    signingAlgorithms = {
      RSA_2048: "RSASSA_PSS_SHA_256",
      RSA_3072: "RSASSA_PSS_SHA_256",
      RSA_4096: "RSASSA_PSS_SHA_256",
      ECC_NIST_P256: "ECDSA_SHA_256",
      ECC_NIST_P384: "ECDSA_SHA_384",
      ECC_NIST_P521: "ECDSA_SHA_512"
    };
  }
});

// src/verify/use-canary.ts
function canaryText(keyId3) {
  return `vault-keymgmt canary of ${keyId3}`;
}
async function useCanary(expectation, version3, { key_id, key_state, key_spec, key_usage, origin: origin2 }, region, reader) {
  if (key_state !== "Enabled" || (0, import_expectations4.keyStateOf)(expectation, version3) !== "Enabled" || origin2 !== "EXTERNAL")
    return null;
  const text2 = canaryText(key_id);
  if (key_spec === "SYMMETRIC_DEFAULT") {
    const context = { [canaryContext.name]: canaryContext.value, "kms-key": key_id };
    const canary3 = expectation.canaries?.[String(version3)];
    return canary3 === void 0 ? { use: "encrypt", answer: await reader.encrypt(region, key_id, text2, context) } : { use: "decrypt", answer: await reader.decrypt(region, key_id, canary3.ciphertext, context) };
  }
  const pem = expectation.public_keys[String(version3)];
  const spec = signing[key_spec];
  if (pem === void 0 || spec === void 0) return null;
  if (key_usage === "SIGN_VERIFY")
    return { use: "sign", answer: await reader.sign(region, key_id, text2, spec.algorithm) };
  const encrypted = encryptFor(pem, text2);
  if (encrypted === null) return null;
  return { use: "decrypt", answer: await reader.decrypt(region, key_id, encrypted, null) };
}
function encryptFor(pem, text2) {
  try {
    const padding = { padding: import_node_crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    return (0, import_node_crypto.publicEncrypt)({ key: pem, ...padding }, Buffer.from(text2)).toString("base64");
  } catch {
    return null;
  }
}
function isSignedBy(pem, keySpec2, keyId3, signature) {
  const spec = signing[keySpec2];
  const pss = { padding: import_node_crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: import_node_crypto.constants.RSA_PSS_SALTLEN_DIGEST };
  try {
    const key = keySpec2?.startsWith("RSA_") ? { key: pem, ...pss } : { key: pem };
    return (0, import_node_crypto.verify)(spec.digest, Buffer.from(canaryText(keyId3)), key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
var import_node_crypto, import_expectations4, canaryContext, signing;
var init_use_canary = __esm({
  "src/verify/use-canary.ts"() {
    "use strict";
    import_node_crypto = require("node:crypto");
    import_expectations4 = __toESM(require_shared77(), 1);
    canaryContext = { name: "vault-keymgmt", value: "canary" };
    signing = {
      RSA_2048: { algorithm: "RSASSA_PSS_SHA_256", digest: "sha256" },
      RSA_3072: { algorithm: "RSASSA_PSS_SHA_256", digest: "sha256" },
      RSA_4096: { algorithm: "RSASSA_PSS_SHA_256", digest: "sha256" },
      ECC_NIST_P256: { algorithm: "ECDSA_SHA_256", digest: "sha256" },
      ECC_NIST_P384: { algorithm: "ECDSA_SHA_384", digest: "sha384" },
      ECC_NIST_P521: { algorithm: "ECDSA_SHA_512", digest: "sha512" }
    };
  }
});

// src/verify/checks/public-key.ts
function derOf(pem) {
  try {
    return (0, import_node_crypto2.createPublicKey)(pem).export({ type: "spki", format: "der" });
  } catch {
    return null;
  }
}
var import_node_crypto2, import_expectations5, import_failure_remedy7, publicKey2;
var init_public_key = __esm({
  "src/verify/checks/public-key.ts"() {
    "use strict";
    import_node_crypto2 = require("node:crypto");
    init_evidence();
    init_check();
    import_expectations5 = __toESM(require_shared77(), 1);
    import_failure_remedy7 = __toESM(require_shared78(), 1);
    init_move_data();
    init_remedy();
    publicKey2 = {
      id: "public_key",
      scope: "version",
      depth: "standard",
      proves: "For an asymmetric key: the public key in KMS is the one in Vault, so the private keys are the same as well.",
      cannot_see: "A version that is disabled: KMS rejects GetPublicKey for it.",
      why: "This proves the material itself. For a symmetric key, only use of the key can prove it.",
      calls: ["kms:GetPublicKey"],
      remedy: (target) => [
        "Signatures and ciphertext of this KMS key belong to its own key pair, which is not Vault's.",
        keepKey(target),
        moveData(target),
        staysOnRecord,
        "Find who created this KMS key:",
        findEvents(target)
      ].join("\n"),
      cost: "What this KMS key encrypted is readable with it alone; what it signed verifies with its own public key alone.",
      page: "https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html",
      run: (subject) => {
        const { expectation, version: version3, evidence, key } = subject;
        const pem = expectation.public_keys[String(version3)];
        const name = versionName(subject);
        if (expectation.type === "aes256-gcm96" || key.key_spec === "SYMMETRIC_DEFAULT") return skip;
        if (pem === void 0 && (0, import_expectations5.keyStateOf)(expectation, version3) === "Enabled" && key.key_state === "Enabled")
          return indeterminate({
            expected: "Vault's public key",
            actual: "not given",
            message: `${name}: there is no public key of Vault to compare the KMS key ${key.arn} with.`,
            remedy: "Give `public_keys` with the key, as Vault returns them; the action, and an event that reads from Vault, do so."
          });
        if (evidence.public_key === null || pem === void 0) return skip;
        const expected2 = derOf(pem);
        if (expected2 === null)
          return indeterminate({
            expected: "a public key in PEM",
            actual: "not readable",
            message: `${name}: the given public key is not a PEM.`,
            remedy: "Give the public key as Vault returns it."
          });
        if (!evidence.public_key.ok)
          return indeterminate({
            expected: `the public key of ${key.arn}`,
            actual: evidence.public_key.failure.code,
            message: `${name}: the public key of the KMS key ${key.arn} could not be read (${showFailure(evidence.public_key.failure)}).`,
            remedy: (0, import_failure_remedy7.failureRemedy)(evidence.public_key.failure)
          });
        const actual = Buffer.from(evidence.public_key.value, "base64");
        if (actual.equals(expected2)) return pass;
        return fail({
          expected: "Vault's public key",
          actual: "another public key",
          message: `${name}: the public key of the KMS key ${key.arn} is not the one in Vault.`
        });
      }
    };
  }
});

// src/verify/checks/canary.ts
function notReadable(subject, found2) {
  const { expectation, version: version3, key } = subject;
  const made = expectation.canaries?.[String(version3)]?.made_at;
  const which = made === void 0 ? "what Vault's public key encrypted" : `the canary of ${made}`;
  return fail({
    expected: "the text that was encrypted",
    actual: found2,
    message: `${versionName(subject)}: ${which} is not readable with the KMS key ${key.arn}: ${found2}.`
  });
}
function canaryNotices(region, keys2) {
  const versions = keys2.flatMap((key) => key.versions);
  const made = versions.filter((version3) => version3.canary?.result === "made").length;
  if (made === 0) return [];
  const which = made === 1 ? "canary of one KMS key was" : `canaries of ${made} KMS keys were`;
  const message = `The ${which} made in this run, which shows nothing yet. The next run decrypts what this report keeps.`;
  return [noticeFrom(canary, region, message)];
}
function canaryReport(subject) {
  const { expectation, version: version3, evidence, context } = subject;
  const kept = expectation.canaries?.[String(version3)];
  const { use, answer } = evidence.canary ?? {};
  if (use === "encrypt" && answer?.ok)
    return { result: "made", ciphertext: answer.value, made_at: context.now };
  const { status } = canary.run(subject);
  if (status === "skip" || status === "notice") return keptCanary(expectation, version3);
  return { result: status, ...kept };
}
function keptCanary({ canaries }, version3) {
  const kept = canaries?.[String(version3)];
  return kept === void 0 ? null : { result: "not_used", ...kept };
}
var import_failure_remedy8, unreadable, canary;
var init_canary = __esm({
  "src/verify/checks/canary.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy8 = __toESM(require_shared78(), 1);
    init_move_data();
    init_remedy();
    init_use_canary();
    init_public_key();
    unreadable = ["InvalidCiphertextException", "IncorrectKeyException"];
    canary = {
      id: "canary",
      scope: "version",
      depth: "standard",
      opt_in: true,
      proves: "With `canary: true`: the KMS key decrypts what it encrypted in an earlier run. For an asymmetric key, the private key in KMS belongs to the public key in Vault.",
      cannot_see: "Other data. A canary that was made in this run shows nothing yet (a notice). A use of the key for its canary is on record as its last use.",
      why: "No description of a key proves that data encrypted with it can be decrypted; only decryption does.",
      calls: ["kms:Decrypt", "kms:Encrypt", "kms:Sign"],
      remedy: (target) => [
        encrypts(target.kind) ? "Data of this KMS key may be unreadable, or the earlier report was changed. Test with data of your own, and compare the report with the archived one." : "What this KMS key signs may not verify with Vault's public key. Test with a signature of your own.",
        keepKey(target),
        "Find what was done to the key:",
        findEvents(target)
      ].join("\n"),
      cost: "Nothing is changed.",
      page: "https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html",
      run: (subject) => {
        const { evidence, key, expectation, version: version3 } = subject;
        if (evidence.canary === void 0 || publicKey2.run(subject).status === "fail") return skip;
        const { use, answer } = evidence.canary;
        if (!answer.ok && use === "decrypt" && unreadable.includes(answer.failure.code))
          return notReadable(subject, `KMS cannot decrypt it (${showFailure(answer.failure)})`);
        if (!answer.ok)
          return indeterminate({
            expected: "a use of the KMS key",
            actual: answer.failure.code,
            message: `${versionName(subject)}: the KMS key ${key.arn} could not be used for its canary (${showFailure(answer.failure)}).`,
            remedy: (0, import_failure_remedy8.failureRemedy)(answer.failure)
          });
        if (use === "encrypt") return skip;
        if (use === "decrypt")
          return answer.value === canaryText(key.key_id) ? pass : notReadable(subject, "KMS decrypts it to another text");
        const pem = expectation.public_keys[String(version3)];
        if (pem !== void 0 && isSignedBy(pem, key.key_spec, key.key_id, answer.value)) return pass;
        return fail({
          expected: "a signature that verifies with Vault's public key",
          actual: "another signature",
          message: `${versionName(subject)}: the signature of the KMS key ${key.arn} does not verify with Vault's public key.`
        });
      }
    };
  }
});

// src/verify/checks/creation-date.ts
var tolerance2, creationDate;
var init_creation_date = __esm({
  "src/verify/checks/creation-date.ts"() {
    "use strict";
    init_check();
    init_move_data();
    init_remedy();
    tolerance2 = 864e5;
    creationDate = {
      id: "creation_date",
      scope: "version",
      depth: "standard",
      proves: "The KMS key was created by the distribution or after it, not before.",
      cannot_see: "Who created a KMS key that is younger than the distribution.",
      why: "Vault creates a new KMS key for each version that it distributes. An older one is not the key that Vault created.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        keepKey(target),
        moveData(target),
        staysOnRecord,
        "Find who created this KMS key:",
        findEvents(target)
      ].join("\n"),
      cost: "Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms",
      run: (subject) => {
        const { distribution_time } = subject.expectation;
        const { creation_date, arn: arn2 } = subject.key;
        if (distribution_time === null || creation_date === null) return skip;
        if (Date.parse(creation_date) >= Date.parse(distribution_time) - tolerance2) return pass;
        return fail({
          expected: `created on ${distribution_time} or later`,
          actual: creation_date,
          message: `${versionName(subject)}: the KMS key ${arn2} was created on ${creation_date}, before its distribution on ${distribution_time}.`
        });
      }
    };
  }
});

// src/verify/checks/deletion-date.ts
var deletionDate;
var init_deletion_date = __esm({
  "src/verify/checks/deletion-date.ts"() {
    "use strict";
    init_check();
    init_remedy();
    deletionDate = {
      id: "deletion_date",
      scope: "version",
      depth: "standard",
      proves: "No deletion is scheduled for the KMS key, whatever its state is.",
      cannot_see: "A deletion that is scheduled later.",
      why: "A deleted KMS key cannot be restored, and nothing else decrypts what a symmetric one encrypted: KMS ciphertext cannot be decrypted outside KMS, even with Vault's copy of the material.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        "Cancel the deletion before its date, and enable the key:",
        onKey("cancel-key-deletion", target),
        onKey("enable-key", target),
        "Find who scheduled it:",
        findEvents(target)
      ].join("\n"),
      cost: "Cancelling costs nothing. After the date, everything that a symmetric KMS key encrypted is lost.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
      run: (subject) => {
        const { deletion_date, key_state, arn: arn2 } = subject.key;
        if (deletion_date === null) return pass;
        if (key_state === "PendingDeletion" || key_state === "PendingReplicaDeletion") return skip;
        return fail({
          expected: "no deletion date",
          actual: deletion_date,
          message: `${versionName(subject)}: the KMS key ${arn2} will be deleted on ${deletion_date}.`
        });
      }
    };
  }
});

// src/verify/checks/distinct-keys.ts
var distinctKeys;
var init_distinct_keys = __esm({
  "src/verify/checks/distinct-keys.ts"() {
    "use strict";
    init_check();
    init_remedy();
    distinctKeys = {
      id: "distinct_keys",
      scope: "key",
      depth: "standard",
      proves: "Each version has a KMS key of its own.",
      cannot_see: "Whether another key of Vault names the same KMS key.",
      why: "Vault imports each version into a KMS key of its own, so a record with one KMS key for two versions is wrong about one of them.",
      calls: [],
      remedy: (target) => [
        "Compare with Vault's record; if it is the same there, ask HashiCorp's support:",
        readDistribution(target),
        "Do not remove the distribution: that schedules the deletion of a KMS key that two versions need."
      ].join("\n"),
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms",
      run: ({ expectation: { name, versions } }) => {
        const byKey = /* @__PURE__ */ new Map();
        for (const [version3, id] of Object.entries(versions)) byKey.set(id, [...byKey.get(id) ?? [], version3]);
        const shared2 = [...byKey].filter(([, owners]) => owners.length > 1);
        if (shared2.length === 0) return pass;
        const list3 = shared2.map(([id, owners]) => `${id} for versions ${owners.join(", ")}`).join("; ");
        return fail({
          expected: "one KMS key per version",
          actual: list3,
          message: `${name}: the distribution record names one KMS key for several versions: ${list3}.`
        });
      }
    };
  }
});

// src/verify/checks/exists.ts
function evaluateExists(name, keyId3, evidence, { region, account_id }) {
  if (evidence.ok && evidence.value.key_id === keyId3) return pass;
  if (evidence.ok)
    return fail({
      expected: `KMS key ${keyId3}`,
      actual: evidence.value.key_id,
      message: `${name}: the record names ${keyId3}, which is not the id of a KMS key; it leads to ${evidence.value.key_id}.`,
      remedy: "Give the KMS key's id, as Vault's distribution record has it."
    });
  const { failure } = evidence;
  const where = `${region}${account_id === null ? "" : `, account ${account_id}`}`;
  if (failure.cause === "not_found")
    return fail({
      expected: `KMS key ${keyId3} in ${where}`,
      actual: "no such key",
      message: `${name}: KMS in ${where} has no key ${keyId3}, which Vault's record names (${showFailure(failure)}).`
    });
  return indeterminate({
    expected: `KMS key ${keyId3} in ${where}`,
    actual: failure.code,
    message: `${name}: the KMS key ${keyId3} in ${where} could not be read (${showFailure(failure)}).`,
    remedy: (0, import_failure_remedy9.failureRemedy)(failure)
  });
}
var import_failure_remedy9, exists;
var init_exists = __esm({
  "src/verify/checks/exists.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy9 = __toESM(require_shared78(), 1);
    init_move_data();
    init_remedy();
    exists = {
      id: "exists",
      scope: "version",
      depth: "standard",
      proves: "The KMS key that Vault recorded for the version exists in the region and account.",
      cannot_see: "Whether a missing key was deleted, or is in another region or account.",
      why: "Vault answers from its own record, and is not told when a KMS key is deleted.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        `First check that the region and the account are those of the provider. A KMS key that is deleted cannot be restored${isSymmetric(target.kind) ? ", and what it encrypted is lost: Vault's copy of the material decrypts nothing, since KMS ciphertext cannot be decrypted outside KMS" : ""}. Find the deletion:`,
        findEvents(target),
        "For new data, rotate the key in Vault; do not remove the distribution while another version's KMS key is still needed, since that schedules all of them for deletion:",
        rotate(target),
        ...isSymmetric(target.kind) ? [] : distributeAgain(target)
      ].join("\n"),
      cost: "What a deleted symmetric KMS key encrypted is lost, whatever is done. Rotating removes nothing. Distributing an asymmetric key again replaces the KMS keys of all versions.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"
    };
  }
});

// src/verify/checks/material.ts
var material;
var init_material = __esm({
  "src/verify/checks/material.ts"() {
    "use strict";
    init_check();
    init_move_data();
    init_remedy();
    material = {
      id: "material",
      scope: "version",
      depth: "standard",
      proves: "The key material is in the KMS key.",
      cannot_see: "Whether the material is Vault's: see `material_id`, `material_history` and `public_key`.",
      why: "A KMS key that waits for its material has the right origin and alias, but cannot be used, and what it encrypted cannot be decrypted.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        "Do not schedule the deletion of this KMS key: the same key material, imported again into it, makes it usable again.",
        ...isSymmetric(target.kind) ? [
          "Do not remove the distribution either: only the same key material, imported again into this same KMS key, makes its ciphertext readable again, and a KMS key that Vault creates later cannot read it."
        ] : [],
        "Vault holds the material, and its documentation has no request that imports it again into an existing KMS key: ask HashiCorp's support, or the owner of a copy outside Vault, to import it (steps: get-parameters-for-import, then import-key-material without an expiry):",
        onKey(
          "get-parameters-for-import --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096",
          target
        ),
        "For new data only, rotate the key in Vault; the alias moves to a new KMS key, and this one stays as it is:",
        rotate(target),
        ...isSymmetric(target.kind) ? [] : distributeAgain(target),
        "Find who removed the material, or when it expired (DeleteImportedKeyMaterial, DeleteExpiredKeyMaterial):",
        findEvents(target)
      ].join("\n"),
      cost: "Nothing decrypts the ciphertext of a symmetric key until the same material is back in this KMS key. Rotating removes nothing. Distributing an asymmetric key again replaces the KMS keys of all versions.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-considerations.html",
      run: (subject) => {
        const { key } = subject;
        if (key.key_state !== "PendingImport") return pass;
        return fail({
          expected: "key material present",
          actual: "PendingImport",
          message: `${versionName(subject)}: the KMS key ${key.arn} has no key material: it was never imported, it expired, or it was deleted.`
        });
      }
    };
  }
});

// src/verify/checks/expiry.ts
function span(milliseconds2) {
  const [unit, size] = milliseconds2 < 2 * hour ? ["minute", minute] : milliseconds2 < 2 * day ? ["hour", hour] : ["day", day];
  const count8 = Math.floor(milliseconds2 / size);
  return `${count8} ${unit}${count8 === 1 ? "" : "s"}`;
}
var minute, hour, day, expiry;
var init_expiry = __esm({
  "src/verify/checks/expiry.ts"() {
    "use strict";
    init_check();
    init_move_data();
    init_material();
    minute = 6e4;
    hour = 60 * minute;
    day = 24 * hour;
    expiry = {
      id: "expiry",
      scope: "version",
      depth: "standard",
      proves: "The imported material does not expire within seven days; a later expiry is a notice.",
      cannot_see: "Who set the expiry: CloudTrail has the ImportKeyMaterial event.",
      why: "When imported material expires, KMS deletes it: the key cannot be used, and what it encrypted cannot be decrypted until the same material is imported again. Vault sets no expiry, and is not told.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        "Before that date, move the data to a KMS key whose material does not expire; until then this KMS key works.",
        keepKey(target),
        moveData(target),
        "KMS cannot change the expiry of material that is imported. The owner of the same material can import it again without an expiry; between deletion and import, nothing decrypts."
      ].join("\n"),
      cost: "Data that is not encrypted again by the date becomes unreadable, unless the same material is imported again into this KMS key.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-import-key-material.html",
      run: (subject) => {
        const { valid_to, expiration_model, key_state, arn: arn2 } = subject.key;
        if (valid_to === null || expiration_model === "KEY_MATERIAL_DOES_NOT_EXPIRE") return pass;
        if (key_state === "PendingImport") return skip;
        const left = Date.parse(valid_to) - Date.parse(subject.context.now);
        const { expiry_fail_days, expiry_notice_days } = subject.context;
        const message = `${versionName(subject)}: the material of the KMS key ${arn2} expires on ${valid_to}`;
        if (left <= 0)
          return fail({
            expected: "material that does not expire",
            actual: `expired on ${valid_to}`,
            message: `${versionName(subject)}: the material of the KMS key ${arn2} expired on ${valid_to}.`,
            remedy: material.remedy
          });
        if (left <= expiry_fail_days * day)
          return fail({
            expected: `material that lasts more than ${expiry_fail_days} days`,
            actual: `expires on ${valid_to}`,
            message: `${message}, in ${span(left)}; KMS deletes it then, and the key cannot be used any more.`
          });
        const soon2 = left <= expiry_notice_days * day ? `, in ${span(left)}` : "";
        return { status: "notice", message: `${message}${soon2}; KMS deletes it then.` };
      }
    };
  }
});

// src/verify/checks/identity-checks.ts
function evaluateVerifierIdentity(identity, context) {
  if (!identity.ok) return evaluateFailure(identity.failure);
  const { account_id, arn: arn2 } = identity.value;
  const expected2 = context.expected_account_id;
  if (expected2 === null || expected2 === account_id) return [];
  const message = `The verifier identity ${arn2} is in account ${account_id}, not in ${expected2}.`;
  return [findingFrom(verifierAccount, "fail", { expected: expected2, actual: account_id, message })];
}
function evaluateFailure(failure) {
  const isFinal2 = isCredentialFailure(failure) || ["denied", "not_found"].includes(failure.cause);
  if (!isFinal2 && failure.action === "sts:GetCallerIdentity") return [];
  return [
    findingFrom(credentials, isFinal2 ? "fail" : "indeterminate", {
      expected: "valid credentials",
      actual: failure.code,
      message: `The verifier has no valid AWS credentials (${showFailure(failure)}).`,
      remedy: (0, import_failure_remedy10.failureRemedy)(failure)
    })
  ];
}
var import_failure_remedy10, credentials, verifierAccount;
var init_identity_checks = __esm({
  "src/verify/checks/identity-checks.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy10 = __toESM(require_shared78(), 1);
    credentials = {
      id: "credentials",
      scope: "region",
      depth: "standard",
      proves: "The credentials of the verifier identity are valid.",
      cannot_see: "What the identity may do.",
      why: "With wrong, expired or disabled credentials the verifier can check no key.",
      calls: ["sts:GetCallerIdentity", "sts:AssumeRole", "secretsmanager:GetSecretValue"],
      remedy: () => "Renew the credentials, or allow the caller in the role's trust policy.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html"
    };
    verifierAccount = {
      id: "verifier_account",
      scope: "region",
      depth: "standard",
      proves: "The verifier identity is in the declared account.",
      cannot_see: "Whether the declared account is the right one.",
      why: "From another account the keys are not visible: every key would be reported as missing.",
      calls: ["sts:GetCallerIdentity"],
      remedy: () => "Give a role in the declared account, or correct the declared account.",
      cost: "None.",
      page: "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"
    };
  }
});

// shared:shared16
var require_shared16 = __commonJS({
  "shared:shared16"(exports2, module2) {
    module2.exports = require("../index.cjs").shared16;
  }
});

// src/verify/checks/key-age.ts
var import_duration, keyAge;
var init_key_age = __esm({
  "src/verify/checks/key-age.ts"() {
    "use strict";
    import_duration = __toESM(require_shared16(), 1);
    init_check();
    init_remedy();
    keyAge = {
      id: "key_age",
      scope: "key",
      depth: "standard",
      proves: "The latest version is not older than `rotate_after`, where that is declared.",
      cannot_see: "Data that is still encrypted with older versions.",
      why: "A key has a cryptoperiod, after which it should not protect new data. KMS rotates no imported material; `rotate` does, when it runs.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        "Rotate the key, by `command: rotate` on a schedule or by hand; the alias moves to the new version, and the old ones keep decrypting:",
        rotate(target)
      ].join("\n"),
      cost: "None: ciphertext of the older versions stays readable.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys.html",
      run: ({ expectation, latest, context }) => {
        const { name, rotate_after, latest_version, latest_version_time } = expectation;
        if (rotate_after === void 0) return skip;
        const period = (0, import_duration.milliseconds)(rotate_after);
        const inVault = latest_version_time ?? null;
        const since = inVault ?? (latest?.ok ? latest.value.creation_date : null);
        const age = since === null ? null : Date.parse(context.now) - Date.parse(since);
        if (since !== null && age !== null && age > period)
          return fail({
            expected: `rotated within ${rotate_after}`,
            actual: `created on ${since}`,
            message: `${name}: version ${latest_version} is from ${since}, and rotate_after is ${rotate_after}.`
          });
        if (inVault !== null) return pass;
        if (latest?.ok === false) return skip;
        return indeterminate({
          expected: `rotated within ${rotate_after}`,
          actual: "age unknown",
          message: `${name}: the creation time of version ${latest_version} in Vault is not known, so its age is not either.`,
          remedy: "Give `latest_version_time` in the event, or read the keys from Vault."
        });
      }
    };
  }
});

// src/verify/checks/key-grants.ts
function showGrant({ grantee, operations }) {
  return `${grantee} (${operations.join(", ")})`;
}
var import_failure_remedy11, grants;
var init_key_grants = __esm({
  "src/verify/checks/key-grants.ts"() {
    "use strict";
    init_evidence();
    init_principal();
    init_check();
    import_failure_remedy11 = __toESM(require_shared78(), 1);
    init_remedy();
    grants = {
      id: "grants",
      scope: "version",
      depth: "full",
      proves: "No grant gives the KMS key to another account; grants inside the account are a notice.",
      cannot_see: "Who uses a grant, and grants that are made later.",
      why: "A grant lets its grantee use the key, whatever the key policy and IAM say. Vault makes none.",
      calls: ["kms:ListGrants"],
      remedy: (target) => [
        "Read the grants, and find out what they are for: an AWS service that encrypts a volume or a table with the key has one.",
        onKey("list-grants", target),
        "A grantee loses access as soon as its grant is revoked; data stays readable for others. Revoke one that nobody needs:",
        `${onKey("revoke-grant", target)} --grant-id <grant id>`
      ].join("\n"),
      cost: "The grantee of a revoked grant loses access.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
      run: (subject) => {
        const { evidence, key, context } = subject;
        if (evidence.grants === null) return skip;
        const expected2 = "no grant to another account";
        if (!evidence.grants.ok)
          return indeterminate({
            expected: expected2,
            actual: evidence.grants.failure.code,
            message: `${versionName(subject)}: the grants of the KMS key ${key.arn} could not be read (${showFailure(evidence.grants.failure)}).`,
            remedy: (0, import_failure_remedy11.failureRemedy)(evidence.grants.failure)
          });
        const all = evidence.grants.value;
        if (all.length === 0) return pass;
        const account2 = accountOf(key.arn) ?? context.account_id;
        const foreign = all.filter(({ grantee }) => ![null, account2].includes(accountOf(grantee)));
        if (foreign.length > 0)
          return fail({
            expected: expected2,
            actual: foreign.map(showGrant).join("; "),
            message: `${versionName(subject)}: the KMS key ${key.arn} has a grant to another account: ${foreign.map(showGrant).join("; ")}.`
          });
        return {
          status: "notice",
          message: `${versionName(subject)}: the KMS key ${key.arn} has grants: ${all.map(showGrant).join("; ")}.`
        };
      }
    };
  }
});

// src/verify/checks/key-manager.ts
var keyManager;
var init_key_manager = __esm({
  "src/verify/checks/key-manager.ts"() {
    "use strict";
    init_check();
    init_remedy();
    keyManager = {
      id: "key_manager",
      scope: "version",
      depth: "standard",
      proves: "The KMS key is managed by the customer.",
      cannot_see: "Which AWS service owns the key.",
      why: "An AWS managed key belongs to an AWS service: Vault cannot have created it, and cannot manage it.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        "An AWS managed key belongs to an AWS service, which alone encrypts and decrypts with it; leave it alone. Rotate the key in Vault: the new version gets a KMS key of its own, and the alias moves to it:",
        rotate(target),
        staysOnRecord,
        "Find out how its id came into Vault's record: Vault's audit log has the distribution."
      ].join("\n"),
      cost: "None: the AWS managed key and its data stay with the service.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-mgmt",
      run: (subject) => compareEnum(
        subject,
        "KeyManager",
        "CUSTOMER",
        subject.key.key_manager,
        ["AWS", "CUSTOMER"],
        "is managed by AWS"
      )
    };
  }
});

// src/verify/checks/key-policy.ts
function verdictOn({ key, evidence, context }, action) {
  const { principal_arn, region, now } = context;
  const account_id = accountOf(principal_arn ?? key.arn) ?? "";
  return evaluateKeyPolicy(evidence.policy?.ok === true ? evidence.policy.value : null, {
    action,
    resource: key.arn,
    principal: { arn: principal_arn, account_id, unique_id: null },
    context: requestContext({
      action,
      kind: "key",
      region,
      principal_arn,
      account_id,
      now: new Date(now),
      principal: null,
      key: keyFacts(key, null),
      replica_region: null
    })
  });
}
function closed2(subject, how, actions) {
  const { context, key } = subject;
  return fail({
    expected,
    actual: `${how} ${actions}`,
    message: `${versionName(subject)}: the key policy of ${key.arn} does not allow ${context.principal_arn ?? "the account"}: it ${how} ${actions}.`
  });
}
function noPrincipal2(subject) {
  return indeterminate({
    expected,
    actual: "no delegation to the account",
    message: `${versionName(subject)}: the key policy of ${subject.key.arn} does not delegate to the account, and no principal is given.`,
    remedy: "Set principal_arn."
  });
}
var import_failure_remedy12, upkeep, expected, keyPolicy;
var init_key_policy = __esm({
  "src/verify/checks/key-policy.ts"() {
    "use strict";
    init_evidence();
    init_principal();
    init_check();
    import_failure_remedy12 = __toESM(require_shared78(), 1);
    init_evaluate_key_policy();
    init_ternary();
    init_request_context();
    init_remedy();
    upkeep = [
      "kms:EnableKey",
      "kms:DisableKey",
      "kms:ScheduleKeyDeletion",
      "kms:CreateAlias",
      "kms:UpdateAlias",
      "kms:DeleteAlias"
    ];
    expected = "a key policy that allows Vault's principal";
    keyPolicy = {
      id: "key_policy",
      scope: "version",
      depth: "standard",
      sampled: true,
      proves: "The key policy allows Vault's principal, by name or by delegating to IAM, and does not deny it.",
      why: "Without the key policy, no IAM policy reaches the key: Vault can no longer disable, rotate or remove it. Every element of a statement is read, for the key's own ARN. What depends on the request (an address, a VPC endpoint), or is not understood, is inconclusive and never a pass. AWS describes the rules: [key policies](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html), [determining access](https://docs.aws.amazon.com/kms/latest/developerguide/determining-access.html).",
      cannot_see: "Conditions that only a real request answers; service control policies; IAM policies: `permissions` has these.",
      calls: ["kms:GetKeyPolicy"],
      remedy: (target) => [
        "Read the key policy:",
        ...readKeyPolicy(target),
        "Restore the statement that delegates to the account (Principal arn:aws:iam::<account>:root, Action kms:*), or add one that names Vault's principal; keep the other statements. put-key-policy replaces the whole policy, and only AWS Support repairs a policy that leaves no administrator:",
        ...putKeyPolicy(target)
      ].join("\n"),
      cost: "None for data. put-key-policy replaces the policy: a statement that is left out is gone.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
      run: (subject) => {
        const { policy } = subject.evidence;
        const { key, context } = subject;
        if (policy === null) return skip;
        if (!policy.ok)
          return indeterminate({
            expected,
            actual: policy.failure.code,
            message: `${versionName(subject)}: the key policy of ${key.arn} could not be read (${showFailure(policy.failure)}).`,
            remedy: (0, import_failure_remedy12.failureRemedy)(policy.failure)
          });
        const verdicts = upkeep.map((action) => ({ action, ...verdictOn(subject, action) }));
        const named6 = (list3) => list3.map(({ action }) => action).join(", ");
        const denied4 = verdicts.filter(({ denies }) => denies === "yes");
        if (denied4.length > 0) return closed2(subject, "denies", named6(denied4));
        const lacking2 = verdicts.filter(({ names, delegates }) => some([names, delegates]) === "no");
        if (lacking2.length > 0)
          return context.principal_arn === null ? noPrincipal2(subject) : closed2(subject, "neither names it nor delegates to its account for", named6(lacking2));
        const isOpen = every(
          verdicts.map(
            ({ names, delegates, denies }) => denies === "no" ? some([names, delegates]) : "unknown"
          )
        );
        if (isOpen === "yes") return pass;
        return indeterminate({
          expected,
          actual: "conditions",
          message: `${versionName(subject)}: whether the key policy of ${key.arn} allows ${context.principal_arn ?? "the account"} depends on conditions or elements that only a real request decides.`,
          remedy: "Read the conditions of the key policy, and remove those that Vault cannot meet."
        });
      }
    };
  }
});

// src/verify/checks/key-spec.ts
var import_expectations6, known, keySpec;
var init_key_spec = __esm({
  "src/verify/checks/key-spec.ts"() {
    "use strict";
    init_check();
    import_expectations6 = __toESM(require_shared77(), 1);
    init_move_data();
    init_remedy();
    known = [
      "RSA_2048",
      "RSA_3072",
      "RSA_4096",
      "ECC_NIST_P256",
      "ECC_NIST_P384",
      "ECC_NIST_P521",
      "ECC_NIST_EDWARDS25519",
      "ECC_SECG_P256K1",
      "SYMMETRIC_DEFAULT",
      "HMAC_224",
      "HMAC_256",
      "HMAC_384",
      "HMAC_512",
      "SM2",
      "ML_DSA_44",
      "ML_DSA_65",
      "ML_DSA_87"
    ];
    keySpec = {
      id: "key_spec",
      scope: "version",
      depth: "standard",
      proves: "The KMS key's spec fits the type of Vault's key.",
      cannot_see: "Whether the material is Vault's.",
      why: "Another spec means other material, or another algorithm than the declared one.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        keepKey(target),
        moveData(target),
        staysOnRecord,
        "Find who created this KMS key:",
        findEvents(target)
      ].join("\n"),
      cost: "Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html",
      run: (subject) => {
        const { key, expectation } = subject;
        const expected2 = (0, import_expectations6.keySpecOf)(expectation.type);
        if (expected2 === null)
          return indeterminate({
            expected: `a spec for the type ${expectation.type}`,
            actual: key.key_spec ?? "no value",
            message: `${versionName(subject)}: this version does not know which KMS key spec fits the type ${expectation.type}.`,
            remedy: "Update this tool, or check the key manually."
          });
        return compareEnum(
          subject,
          "KeySpec",
          expected2,
          key.key_spec,
          known,
          `has the spec ${key.key_spec}; the type ${expectation.type} needs ${expected2}`
        );
      }
    };
  }
});

// src/verify/checks/key-state.ts
function because({ key, expectation, version: version3 }) {
  if (key.deletion_date !== null) return `: it will be deleted on ${key.deletion_date}`;
  if (version3 < expectation.min_enabled_version)
    return `: Vault enables versions from ${expectation.min_enabled_version} on`;
  return "";
}
function remedyFor(state, expected2, target) {
  const cause = ["Find who changed it:", findEvents(target)];
  const cancel = [
    `Cancel the deletion before its date${isSymmetric(target.kind) ? "; everything that this KMS key encrypted is lost after it" : ""}. Cancelling leaves the key disabled:`,
    onKey("cancel-key-deletion", target),
    ...expected2 === "Enabled" ? ["Enable it:", onKey("enable-key", target)] : []
  ];
  if (state === "PendingDeletion") return [...cancel, ...cause].join("\n");
  if (state === "PendingReplicaDeletion")
    return ["KMS deletes this primary as soon as its last replica is gone.", ...cancel, ...cause].join("\n");
  if (state === "Creating" || state === "Updating")
    return "Run the check again in a few minutes; KMS is still changing the key.";
  if (state === "Unavailable")
    return "Connect the custom key store again (aws kms connect-custom-key-store), and find out why the key is in one: Vault puts no key there.";
  if (expected2 === "Enabled")
    return ["Enable the KMS key:", onKey("enable-key", target), ...cause].join("\n");
  return [
    "Whatever still decrypts with this version fails with DisabledException once it is disabled. Check when it was used last, encrypt that data again, then disable it:",
    onKey("get-key-last-usage", target),
    onKey("disable-key", target)
  ].join("\n");
}
var import_expectations7, known2, keyState;
var init_key_state = __esm({
  "src/verify/checks/key-state.ts"() {
    "use strict";
    init_check();
    import_expectations7 = __toESM(require_shared77(), 1);
    init_move_data();
    init_remedy();
    known2 = [
      "Creating",
      "Enabled",
      "Disabled",
      "PendingDeletion",
      "PendingImport",
      "PendingReplicaDeletion",
      "Unavailable",
      "Updating"
    ];
    keyState = {
      id: "key_state",
      scope: "version",
      depth: "standard",
      proves: "The KMS key is Enabled from `min_enabled_version` on, and Disabled below it, as Vault keeps retired versions.",
      cannot_see: "Who uses the key, and whether its policy lets anyone use it.",
      why: "KMS rejects every use of a key that is disabled or waits for its deletion; a retired version that is enabled still decrypts.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        "Where it is Disabled and should be Enabled:",
        remedyFor("Disabled", "Enabled", target),
        "Where it is Enabled and should be Disabled:",
        remedyFor("Enabled", "Disabled", target),
        "Where its deletion is scheduled:",
        remedyFor("PendingDeletion", "Enabled", target)
      ].join("\n"),
      cost: "Cancelling a deletion and enabling a key bring everything back. Disabling a version stops what still decrypts with it, until it is enabled again.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
      run: (subject) => {
        const { key, expectation, version: version3 } = subject;
        if (key.key_state === "PendingImport") return skip;
        const expected2 = (0, import_expectations7.keyStateOf)(expectation, version3);
        const result = compareEnum(
          subject,
          "KeyState",
          expected2,
          key.key_state,
          known2,
          `is ${key.key_state}, not ${expected2}${because(subject)}`
        );
        if (result.status !== "fail") return result;
        return { ...result, remedy: (target) => remedyFor(key.key_state, expected2, target) };
      }
    };
  }
});

// src/verify/checks/key-store.ts
var keyStore;
var init_key_store = __esm({
  "src/verify/checks/key-store.ts"() {
    "use strict";
    init_check();
    init_move_data();
    init_remedy();
    keyStore = {
      id: "key_store",
      scope: "version",
      depth: "standard",
      proves: "The KMS key is in KMS itself, not in a custom key store.",
      cannot_see: "Whether the custom key store is connected: `key_state` says that.",
      why: "Material cannot be imported into a custom key store, so such a key does not hold what Vault holds.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        keepKey(target),
        moveData(target),
        staysOnRecord,
        "Find out how its id came into Vault's record: Vault's audit log has the distribution."
      ].join("\n"),
      cost: "Data that is not encrypted again is readable only while the custom key store is connected and this KMS key exists.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html",
      run: (subject) => {
        const { custom_key_store_id, arn: arn2 } = subject.key;
        if (custom_key_store_id === null) return pass;
        return fail({
          expected: "no custom key store",
          actual: custom_key_store_id,
          message: `${versionName(subject)}: the KMS key ${arn2} is in the custom key store ${custom_key_store_id}.`
        });
      }
    };
  }
});

// src/verify/checks/key-usage.ts
var import_expectations8, keyUsage;
var init_key_usage = __esm({
  "src/verify/checks/key-usage.ts"() {
    "use strict";
    init_check();
    import_expectations8 = __toESM(require_shared77(), 1);
    init_move_data();
    init_remedy();
    keyUsage = {
      id: "key_usage",
      scope: "version",
      depth: "standard",
      proves: "The KMS key's usage fits the purpose of Vault's distribution.",
      cannot_see: "What applications do with the key.",
      why: "KMS rejects every operation outside the usage, and the usage of a KMS key cannot be changed.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        keepKey(target),
        moveData(target),
        staysOnRecord,
        "If the purpose itself is wrong: it cannot be changed, so declare a key under another name with the right purpose, and move the data to its alias."
      ].join("\n"),
      cost: "Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-usage.html",
      run: (subject) => {
        const { key, expectation } = subject;
        const purpose = expectation.purpose.join(", ");
        if (expectation.purpose.length === 0) return skip;
        const expected2 = (0, import_expectations8.keyUsageOf)(expectation.purpose);
        if (expected2 === null)
          return indeterminate({
            expected: `one usage for ${purpose}`,
            actual: key.key_usage ?? "no value",
            message: `${versionName(subject)}: no single KMS key usage fits the purpose ${purpose}.`,
            remedy: "Give the distribution a purpose that is either encryption or signing."
          });
        return compareEnum(
          subject,
          "KeyUsage",
          expected2,
          key.key_usage,
          ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
          `has the usage ${key.key_usage}; the purpose ${purpose} needs ${expected2}`
        );
      }
    };
  }
});

// src/verify/checks/last-use.ts
function latestUsage(records) {
  return records.reduce((a, b) => {
    if (!a.ok || !b.ok) return a.ok ? b : a;
    const used = (b.value.last_used ?? "") > (a.value.last_used ?? "") ? b : a;
    const tracked_since = later(a.value.tracked_since, b.value.tracked_since);
    return { ok: true, value: { ...used.value, tracked_since } };
  });
}
function lastUseNotices(region, failures) {
  const [first] = failures;
  if (first === void 0) return [];
  const which = failures.length === 1 ? "one KMS key" : `${failures.length} KMS keys`;
  const message = `The last use of ${which} could not be read (${showFailure(first)}). ${(0, import_failure_remedy13.failureRemedy)(first)}`;
  return [noticeFrom(lastUse, region, message)];
}
function later(a, b) {
  return Date.parse(a) > Date.parse(b) ? a : b;
}
var import_failure_remedy13, year, lastUse;
var init_last_use = __esm({
  "src/verify/checks/last-use.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy13 = __toESM(require_shared78(), 1);
    init_remedy();
    year = 365 * 864e5;
    lastUse = {
      id: "last_use",
      scope: "version",
      depth: "full",
      proves: "Lists the enabled KMS keys that have not been used for a year; it does not change the status.",
      cannot_see: "Uses before KMS began to record them, and local uses of a data key or of a public key. At most 100 KMS keys are read per run, since AWS answers five requests a second.",
      why: "A key that nobody uses costs money, and can still decrypt. It is also the one whose loss is noticed last.",
      calls: ["kms:GetKeyLastUsage"],
      remedy: (target) => [
        "Find out what the key protects: data that is read once in years needs it, and KMS records no use of data keys.",
        onKey("get-key-last-usage", target),
        findEvents(target),
        "If nothing needs it, raise `min_enabled_version` above the version: Vault then disables the KMS key, which can be undone."
      ].join("\n"),
      cost: "A disabled key decrypts nothing until `min_enabled_version` is lowered again.",
      page: "https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html",
      run: (subject) => {
        const { evidence, key, context } = subject;
        if (evidence.usage === null || !evidence.usage.ok || key.key_state !== "Enabled") return skip;
        const { last_used, created, tracked_since } = evidence.usage.value;
        const since = last_used ?? later(created, tracked_since);
        if (Date.parse(context.now) - Date.parse(since) < year) return pass;
        const what = last_used === null ? created < tracked_since ? `has no use on record since ${since}, when KMS began to record uses` : `has not been used since it was created on ${since}` : `was last used on ${last_used}`;
        return { status: "notice", message: `${versionName(subject)}: the KMS key ${key.arn} ${what}.` };
      }
    };
  }
});

// src/verify/checks/latest-version.ts
var import_expectations9, latestVersion;
var init_latest_version = __esm({
  "src/verify/checks/latest-version.ts"() {
    "use strict";
    init_check();
    import_expectations9 = __toESM(require_shared77(), 1);
    init_remedy();
    latestVersion = {
      id: "latest_version",
      scope: "key",
      depth: "standard",
      proves: "Vault's distribution record has the key's latest version.",
      cannot_see: "Why the distribution of the version failed: Vault's server log has that.",
      why: "After a rotation whose distribution failed, AWS is on the old version while Vault already has the new one.",
      calls: [],
      remedy: (target) => [
        "Check that Vault reaches AWS, then rotate the key; the new version is distributed, and the alias moves to it. The version that is missing stays in Vault only:",
        rotate(target)
      ].join("\n"),
      cost: "None: ciphertext of the versions in KMS stays readable.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management",
      run: ({ expectation }) => {
        const recorded = (0, import_expectations9.latestRecorded)(expectation)?.version ?? 0;
        if (recorded >= expectation.latest_version) return pass;
        return fail({
          expected: `version ${expectation.latest_version} distributed`,
          actual: recorded === 0 ? "no version" : `version ${recorded}`,
          message: `${expectation.name}: the latest version is ${expectation.latest_version}, but the distribution record ends with ${recorded === 0 ? "no version" : `version ${recorded}`}.`
        });
      }
    };
  }
});

// src/verify/checks/material-history.ts
var import_failure_remedy14, materialHistory;
var init_material_history = __esm({
  "src/verify/checks/material-history.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy14 = __toESM(require_shared78(), 1);
    init_move_data();
    init_remedy();
    materialHistory = {
      id: "material_history",
      scope: "version",
      depth: "full",
      proves: "The KMS key has one key material, the one that Vault imported: none was added or replaced it.",
      cannot_see: "Whether the one material is Vault's.",
      why: "KMS can rotate imported material on demand. Vault creates one KMS key per version, so it never adds a second material.",
      calls: ["kms:ListKeyRotations"],
      remedy: (target) => [
        keepKey(target),
        "Do not delete any of its materials: each decrypts what it encrypted.",
        moveData(target),
        staysOnRecord,
        "Find who imported or rotated material (ImportKeyMaterial, RotateKeyOnDemand):",
        findEvents(target)
      ].join("\n"),
      cost: "Deleting one material makes the whole KMS key unusable until it is imported again.",
      page: "https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html",
      run: (subject) => {
        const { evidence, key } = subject;
        if (evidence.materials === null || key.key_spec !== "SYMMETRIC_DEFAULT" || key.origin !== "EXTERNAL")
          return skip;
        if (!evidence.materials.ok)
          return indeterminate({
            expected: "one key material",
            actual: evidence.materials.failure.code,
            message: `${versionName(subject)}: the material history of the KMS key ${key.arn} could not be read (${showFailure(evidence.materials.failure)}).`,
            remedy: (0, import_failure_remedy14.failureRemedy)(evidence.materials.failure)
          });
        const materials = evidence.materials.value;
        const [only] = materials;
        if (only === void 0)
          return indeterminate({
            expected: "one key material",
            actual: "none listed",
            message: `${versionName(subject)}: KMS lists no key material for the KMS key ${key.arn}, whose state is ${key.key_state}.`,
            remedy: "Run the check again; if KMS keeps listing none, ask AWS Support."
          });
        if (materials.length === 1 && only.import_state === "PENDING_IMPORT")
          return fail({
            expected: "one key material that is imported",
            actual: "PENDING_IMPORT",
            message: `${versionName(subject)}: the key material ${only.id ?? ""} of the KMS key ${key.arn} is not imported (PENDING_IMPORT).`
          });
        if (materials.length === 1 && only.id !== null && key.key_material_id !== null && only.id !== key.key_material_id)
          return fail({
            expected: `the current key material, ${key.key_material_id}`,
            actual: only.id,
            message: `${versionName(subject)}: the KMS key ${key.arn} lists the key material ${only.id}, but uses ${key.key_material_id}.`
          });
        if (materials.length === 1) return pass;
        return fail({
          expected: "one key material",
          actual: `${materials.length} key materials`,
          message: `${versionName(subject)}: the KMS key ${key.arn} has ${materials.length} key materials (${materials.map(({ id, state }) => `${id ?? "unnamed"} ${state ?? ""}`.trim()).join(", ")}).`
        });
      }
    };
  }
});

// src/verify/checks/material-id.ts
var materialId;
var init_material_id = __esm({
  "src/verify/checks/material-id.ts"() {
    "use strict";
    init_check();
    init_move_data();
    init_remedy();
    materialId = {
      id: "material_id",
      scope: "version",
      depth: "standard",
      proves: "KMS's id of the current material is the same as in an earlier report, where one is given.",
      cannot_see: "Whether the material of the earlier report was Vault's.",
      why: "The id is computed from the KMS key and its material, so it changes when someone other than Vault replaces the material.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        keepKey(target),
        moveData(target),
        staysOnRecord,
        "Find who imported or rotated material (ImportKeyMaterial, RotateKeyOnDemand):",
        findEvents(target)
      ].join("\n"),
      cost: "Old ciphertext needs the material that made it, in this KMS key: do not delete any of its materials.",
      page: "https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html",
      run: (subject) => {
        const { expectation, version: version3, key } = subject;
        const expected2 = expectation.key_material_ids?.[String(version3)];
        if (expected2 === void 0 || key.key_state === "PendingImport") return skip;
        if (key.key_material_id === expected2) return pass;
        if (key.key_material_id === null)
          return indeterminate({
            expected: expected2,
            actual: "no value",
            message: `${versionName(subject)}: KMS returns no material id for the key ${key.arn}.`
          });
        return fail({
          expected: expected2,
          actual: key.key_material_id,
          message: `${versionName(subject)}: the material of the KMS key ${key.arn} is not the recorded one.`
        });
      }
    };
  }
});

// src/verify/checks/multi-region.ts
function replicasOf({ multi_region }) {
  const regions2 = multi_region?.replica_regions ?? [];
  return regions2.length === 0 ? "" : `, and it has replicas in ${regions2.join(", ")}`;
}
var multiRegion;
var init_multi_region = __esm({
  "src/verify/checks/multi-region.ts"() {
    "use strict";
    init_check();
    init_move_data();
    multiRegion = {
      id: "multi_region",
      scope: "version",
      depth: "standard",
      proves: "A key with replica regions is a multi-region primary in this region; a key without them is a single-region key.",
      cannot_see: "Replicas in regions that nobody named: `replicas` lists what the primary knows.",
      why: "Whether a KMS key is multi-region is fixed when it is created; an undeclared multi-region key can be replicated to other regions.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        keepKey(target),
        "Vault fixes replica regions when it creates a key: declare a key under another name with the right `replica_regions`, and distribute it.",
        ...useAgain(target, "<new alias>")
      ].join("\n"),
      cost: "Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
      run: (subject) => {
        const { key, expectation } = subject;
        const expected2 = expectation.replica_regions.length > 0 ? "PRIMARY" : "single-region";
        const actual = key.multi_region === null ? "single-region" : key.multi_region.type ?? "multi-region";
        if (actual === expected2) return pass;
        return fail({
          expected: expected2,
          actual,
          message: `${versionName(subject)}: the KMS key ${key.arn} is ${actual}; ${expectation.replica_regions.length > 0 ? `Vault declares replicas in ${expectation.replica_regions.join(", ")}` : `Vault declares no replica region${replicasOf(key)}`}.`
        });
      }
    };
  }
});

// src/verify/checks/origin.ts
var origin;
var init_origin = __esm({
  "src/verify/checks/origin.ts"() {
    "use strict";
    init_check();
    init_move_data();
    init_remedy();
    origin = {
      id: "origin",
      scope: "version",
      depth: "standard",
      proves: "The key material was imported (Origin EXTERNAL), not generated by KMS.",
      cannot_see: "Which material was imported.",
      why: "Vault does not hold material that KMS generated: it was not Vault that created this KMS key.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        keepKey(target),
        moveData(target),
        staysOnRecord,
        "Find who created this KMS key:",
        findEvents(target)
      ].join("\n"),
      cost: "Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html",
      run: (subject) => {
        const { key } = subject;
        if (key.key_manager === "AWS" || key.custom_key_store_id !== null) return skip;
        return compareEnum(
          subject,
          "Origin",
          "EXTERNAL",
          key.origin,
          ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"],
          `has material of the origin ${key.origin}, which is not Vault's`
        );
      }
    };
  }
});

// src/verify/checks/orphans.ts
function retire(owner) {
  return (target) => [
    `${owner} Find out who uses it, and when it was used last:`,
    onKey("get-key-last-usage", target),
    findEvents(target),
    "Disable it first, and wait: a client that still needs it fails with DisabledException, and enabling it brings everything back. Do not delete it before: what it encrypted is lost with it.",
    onKey("disable-key", target)
  ].join("\n");
}
function orphansOf(aliases, expectations) {
  const known3 = new Set(expectations.map(({ alias }) => alias));
  const keys2 = new Set(expectations.flatMap(({ versions }) => Object.values(versions)));
  return aliases.filter(({ name }) => name.startsWith("alias/hashicorp/") && !known3.has(name)).filter(({ target_key_id }) => target_key_id === null || !keys2.has(target_key_id)).map(({ name, target_key_id }) => ({ alias: name, key_id: target_key_id }));
}
var orphan, orphanKey;
var init_orphans = __esm({
  "src/verify/checks/orphans.ts"() {
    "use strict";
    init_remedy();
    orphan = {
      id: "orphan",
      scope: "region",
      depth: "standard",
      proves: "Lists the aliases `alias/hashicorp/…` that belong to no checked distribution; it does not change the status.",
      cannot_see: "Keys whose alias was deleted: `orphan_key` lists these.",
      why: "A KMS key that Vault no longer knows costs money, and may still be in use.",
      calls: ["kms:ListAliases"],
      remedy: retire("Another Vault cluster or mount may own it."),
      cost: "Disabling stops every use until the key is enabled again.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html"
    };
    orphanKey = {
      id: "orphan_key",
      scope: "region",
      depth: "full",
      proves: "Lists the KMS keys of Origin EXTERNAL without an alias that belong to no checked distribution, with their material or waiting for it, where the run checked everything that Vault has; it does not change the status.",
      cannot_see: "Keys with an alias, and what is beyond the first 1,000 unknown keys.",
      why: "When a distribution is lost, the KMS keys of its older versions stay: they cost money, and can still decrypt. When Vault asks KMS twice for a key because an answer was lost, the first one stays and waits for its material. The check makes one ListKeys request per 1,000 keys of the region, and one DescribeKey for each unknown key without an alias, at most 1,000.",
      calls: ["kms:ListKeys", "kms:ListAliases", "kms:DescribeKey"],
      remedy: retire("Another Vault cluster, mount or program may have created it; its tags may say so."),
      cost: "Disabling stops every use until the key is enabled again. A key that never had material has encrypted nothing.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html"
    };
  }
});

// src/verify/foreign-access.ts
function foreignAccess(document2, account2) {
  const actionsByAccount = /* @__PURE__ */ new Map();
  for (const { Effect, Principal, Action, NotAction } of statementsOf(document2)) {
    if (Effect !== "Allow") continue;
    const actions = NotAction === void 0 ? texts2(Action) : ["kms:*"];
    for (const other of accountsOf(Principal))
      if (other !== account2)
        actionsByAccount.set(other, [...actionsByAccount.get(other) ?? [], ...actions]);
  }
  return [...actionsByAccount].map(([other, actions]) => ({
    account: other,
    actions: [...new Set(actions)],
    manages: actions.some((action) => !uses.test(action))
  }));
}
function statementsOf(document2) {
  const statements = document2?.Statement;
  return [statements].flat().filter((one) => typeof one === "object" && one !== null);
}
function accountsOf(principal) {
  const aws = principal?.AWS;
  const ids = texts2(aws).flatMap(
    (text2) => /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(text2)?.[1] ?? []
  );
  return [...new Set(ids)];
}
function texts2(value) {
  return [value].flat().filter((one) => typeof one === "string");
}
var uses;
var init_foreign_access = __esm({
  "src/verify/foreign-access.ts"() {
    "use strict";
    uses = /^kms:(encrypt|decrypt|reencrypt(from|to|\*)?|generatedatakey\w*\*?|generatemac|verifymac|sign|verify|derivesharedsecret|describekey|getpublickey|list\w*\*?|get(keypolicy|keyrotationstatus|keylastusage)|retiregrant)$/i;
  }
});

// src/verify/key-ids.ts
function withKeyIds(expectation) {
  const versions = Object.entries(expectation.versions).map(([version3, id]) => [version3, keyIdOf(id)]);
  return { ...expectation, versions: Object.fromEntries(versions) };
}
function keyIdOf(text2) {
  return /^arn:[^:]+:kms:[^:]*:[^:]*:key\/([^/]+)$/.exec(text2)?.[1] ?? text2;
}
function regionOf({ arn: arn2 }) {
  return arn2.split(":")[3] ?? "";
}
var init_key_ids = __esm({
  "src/verify/key-ids.ts"() {
    "use strict";
  }
});

// src/verify/checks/policy-foreign.ts
function list(access2) {
  return access2.map(({ account: account2, actions }) => `${account2} (${actions.join(", ")})`).join("; ");
}
var policyForeign;
var init_policy_foreign = __esm({
  "src/verify/checks/policy-foreign.ts"() {
    "use strict";
    init_check();
    init_foreign_access();
    init_key_ids();
    init_remedy();
    policyForeign = {
      id: "policy_foreign",
      scope: "version",
      depth: "standard",
      sampled: true,
      proves: "The key policy lets no other account manage the KMS key; another account that may only use it is a notice.",
      cannot_see: "Grants (`grants` has these), and which principals the other account lets in.",
      why: "A principal that may change the key policy, delete the material or schedule the deletion controls the key as Vault does.",
      calls: ["kms:GetKeyPolicy"],
      remedy: (target) => [
        "Find out who the other account is. If it should not manage the key, remove its principal from the statement, or leave it the actions that it needs. It loses access at once. put-key-policy replaces the whole policy:",
        ...readKeyPolicy(target),
        ...putKeyPolicy(target)
      ].join("\n"),
      cost: "The other account loses access; ciphertext that it made stays readable for the others.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
      run: (subject) => {
        const { evidence, key, context } = subject;
        if (evidence.policy === null || !evidence.policy.ok) return skip;
        const account2 = key.account_id ?? key.arn.split(":")[4] ?? "";
        if (context.expected_account_id !== null && context.expected_account_id !== account2) return skip;
        const found2 = foreignAccess(evidence.policy.value, account2);
        const managing = found2.filter(({ manages }) => manages);
        const where = `${versionName(subject)}: the key policy of ${key.arn} in ${regionOf(key)}`;
        if (managing.length > 0)
          return fail({
            expected: `no other account than ${account2} manages the key`,
            actual: list(managing),
            message: `${where} lets another account manage the key: ${list(managing)}.`
          });
        if (found2.length === 0) return pass;
        return { status: "notice", message: `${where} lets another account use the key: ${list(found2)}.` };
      }
    };
  }
});

// src/verify/key-policy/fixed-callers.ts
function bindsToKnownCallers({ operator, key, values }) {
  const { quantifier, test, negated, if_exists } = parseOperator(operator);
  if (test === null || negated || if_exists || quantifier === "forallvalues") return false;
  const name = key.toLowerCase();
  if (name === "aws:sourceip") return /ipaddress$/i.test(operator) && isNarrow(values);
  const form = callerKeys[name];
  if (form === void 0 || !/(string|arn)(equals|like|equalsignorecase)$/i.test(operator)) return false;
  return values.every((value) => form.test(value) && !/[*?]|\$\{/.test(value));
}
function isNarrow(values) {
  return values.every((value) => (0, import_node_net2.isIP)(networkOf(value)) !== 0) && share(values, 4) <= 1 && share(values, 6) <= 1;
}
function share(values, version3) {
  const [bits, whole] = version3 === 4 ? [32, 8] : [128, 32];
  return values.filter((value) => (0, import_node_net2.isIP)(networkOf(value)) === version3).map((value) => 2 ** (whole - Number(value.split("/")[1] ?? bits))).reduce((sum, one) => sum + one, 0);
}
function networkOf(value) {
  return value.split("/")[0] ?? "";
}
var import_node_net2, callerKeys;
var init_fixed_callers = __esm({
  "src/verify/key-policy/fixed-callers.ts"() {
    "use strict";
    import_node_net2 = require("node:net");
    init_operators();
    callerKeys = {
      "kms:calleraccount": /^\d{12}$/,
      "aws:principalaccount": /^\d{12}$/,
      "aws:principalarn": /^arn:[^:]+:(iam|sts)::\d{12}:.+$/,
      "aws:principalorgid": /^o-\w+$/,
      "aws:principalorgpaths": /^o-\w+\/.+$/,
      "aws:sourceaccount": /^\d{12}$/,
      "aws:sourcearn": /^arn:[^:]+:[^:]+:[^:]*:\d{12}:.+$/,
      "aws:sourceorgid": /^o-\w+$/,
      "aws:sourceorgpaths": /^o-\w+\/.+$/,
      "aws:sourcevpc": /^vpc-\w+$/,
      "aws:sourcevpce": /^vpce-\w+$/
    };
  }
});

// src/verify/key-policy/public-statements.ts
function publicStatements(document2) {
  const policy = parsePolicy(document2);
  if (policy === null) return null;
  return policy.statements.filter(isPublic).map(({ label }) => label);
}
function isPublic(statement2) {
  if (statement2.Effect === "Deny" || !isForEveryone(statement2)) return false;
  return !(conditionEntries(statement2.Condition) ?? []).some(bindsToKnownCallers);
}
function isForEveryone({ Principal, NotPrincipal }) {
  if (NotPrincipal !== void 0 || !isRecord(Principal)) return true;
  const names = Object.values(Principal).flat();
  return names.length === 0 || names.some((name) => typeof name !== "string" || /[*?]|\$\{/.test(name));
}
var init_public_statements = __esm({
  "src/verify/key-policy/public-statements.ts"() {
    "use strict";
    init_condition();
    init_document();
    init_fixed_callers();
  }
});

// src/verify/checks/policy-public.ts
function byAws(subject, { result, reasons }) {
  return result === "PASS" ? pass : isPublic2(subject, `IAM Access Analyzer: ${reasons.join("; ")}`);
}
function byReading(subject, document2) {
  const statements = publicStatements(document2);
  if (statements === null)
    return isPublic2(subject, "the document cannot be read, so nothing is known to be withheld");
  return statements.length === 0 ? pass : isPublic2(subject, statements.join(", "));
}
function isPublic2(subject, actual) {
  return fail({
    expected: "no public statement",
    actual,
    message: `${versionName(subject)}: the key policy of ${subject.key.arn} allows access to anyone (${actual}).`
  });
}
function analyzerNotices(region, [failure]) {
  if (failure === void 0) return [];
  const message = `IAM Access Analyzer gave no answer about key policies in ${region} (${showFailure(failure)}); a stricter reading of their elements decided instead. ${(0, import_failure_remedy15.failureRemedy)(failure)}`;
  return [noticeFrom(policyPublic, region, message)];
}
var import_failure_remedy15, policyPublic;
var init_policy_public = __esm({
  "src/verify/checks/policy-public.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy15 = __toESM(require_shared78(), 1);
    init_public_statements();
    init_remedy();
    policyPublic = {
      id: "policy_public",
      scope: "version",
      depth: "standard",
      sampled: true,
      proves: "No statement of the key policy allows access to anyone, whatever their account.",
      why: 'An Allow for the principal "*" that is not bound to known callers opens the key to every AWS account. IAM Access Analyzer (CheckNoPublicAccess) decides, once for each distinct key policy. Where it gives no answer, a notice says so, and a stricter reading decides: a statement for everyone passes only if a condition requires fixed values, without wildcards and without policy variables, of a key that tells your callers from strangers, such as kms:CallerAccount, aws:PrincipalOrgID or aws:PrincipalArn. AWS describes both: [CheckNoPublicAccess](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html), [kms-key-policy-no-public-access](https://docs.aws.amazon.com/config/latest/developerguide/kms-key-policy-no-public-access.html).',
      cannot_see: "Grants (`grants` has these), and who the callers are that a condition lets in.",
      calls: ["kms:GetKeyPolicy", "access-analyzer:CheckNoPublicAccess"],
      remedy: (target) => [
        "Name the principals in that statement, or bind it to fixed values with a condition such as kms:CallerAccount. Callers that are not named lose access at once; CloudTrail has who they are. put-key-policy replaces the whole policy:",
        ...readKeyPolicy(target),
        ...putKeyPolicy(target)
      ].join("\n"),
      cost: "Callers that are not named lose access.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
      run: (subject) => {
        const { policy, public_access } = subject.evidence;
        if (policy === null || !policy.ok) return skip;
        return public_access?.ok === true ? byAws(subject, public_access.value) : byReading(subject, policy.value);
      }
    };
  }
});

// src/verify/checks/replicas.ts
function evaluateReplica(subject, region) {
  const evidence = subject.evidence.replicas[region];
  const name = versionName(subject);
  if (evidence === void 0 || !evidence.ok) {
    const failure = evidence?.failure;
    if (failure?.cause === "not_found")
      return fail({
        expected: `a replica in ${region}`,
        actual: "none",
        message: `${name}: KMS in ${region} has no replica of ${subject.key.arn}.`
      });
    return indeterminate({
      expected: `a replica in ${region}`,
      actual: failure?.code ?? "not read",
      message: `${name}: the replica in ${region} could not be read${failure ? ` (${showFailure(failure)})` : ""}.`,
      ...failure ? { remedy: (0, import_failure_remedy16.failureRemedy)(failure) } : {}
    });
  }
  const { key_state, multi_region, arn: arn2 } = evidence.value;
  if (key_state === "PendingImport")
    return fail({
      expected: `a replica in ${region} with its material`,
      actual: "PendingImport",
      message: `${name}: the replica ${arn2} has no key material.`
    });
  if (multi_region?.type !== "REPLICA")
    return fail({
      expected: `a REPLICA in ${region}`,
      actual: multi_region?.type ?? "single-region",
      message: `${name}: the KMS key ${arn2} is not a replica.`
    });
  return pass;
}
function undeclared(subject) {
  const { expectation, key } = subject;
  const declared = expectation.replica_regions;
  const extra = (key.multi_region?.replica_regions ?? []).filter((region) => !declared.includes(region));
  if (declared.length === 0 || extra.length === 0) return skip;
  return fail({
    expected: `replicas in ${declared.join(", ")}`,
    actual: `also in ${extra.join(", ")}`,
    message: `${versionName(subject)}: the KMS key ${key.arn} also has a replica in ${extra.join(", ")}, which Vault does not declare: a client that may use that replica decrypts what this key encrypts.`,
    remedy: (target) => [
      "Find who replicated it (ReplicateKey), and who uses the replica:",
      findEvents(target),
      "Disable the replica, and wait: a client that still needs it fails with DisabledException, and enabling it brings everything back. The other regions are not affected:",
      ...extra.map((region) => onKey("disable-key", { ...target, region: shellWord(region) }))
    ].join("\n")
  });
}
var import_failure_remedy16, replicas;
var init_replicas = __esm({
  "src/verify/checks/replicas.ts"() {
    "use strict";
    init_evidence();
    init_check();
    import_failure_remedy16 = __toESM(require_shared78(), 1);
    init_remedy();
    replicas = {
      id: "replicas",
      scope: "version",
      depth: "standard",
      proves: "Each declared replica region has the replica with its material, and no other region has one. A replica passes the checks of state, origin, spec, usage, expiry and deletion on its own, and with `depth: full` those of its key policy.",
      cannot_see: "Replicas at the depth `standard` have their key policy unread; aliases in replica regions are not compared.",
      why: "A replica of imported material needs its own import; until then it cannot be used.",
      calls: ["kms:DescribeKey"],
      remedy: (target) => [
        "Replicate the distribution again; that adds a replica that is missing, and removes nothing:",
        replicate(target),
        "A replica that had its material and lost it decrypts only with the same material, imported again into it; Vault documents no request that does so. Until then use the other regions: the same ciphertext decrypts there. Do not remove the distribution for it."
      ].join("\n"),
      cost: "None: the same ciphertext decrypts in the other regions meanwhile.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-replicate.html",
      run: (subject) => {
        if (subject.key.multi_region?.type !== "PRIMARY") return skip;
        const results = [
          ...subject.expectation.replica_regions.map((region) => evaluateReplica(subject, region)),
          undeclared(subject)
        ];
        return results.find(({ status }) => status === "fail") ?? results.find(({ status }) => status === "indeterminate") ?? pass;
      }
    };
  }
});

// src/verify/checks/version-record.ts
var import_expectations10, versionRecord;
var init_version_record = __esm({
  "src/verify/checks/version-record.ts"() {
    "use strict";
    init_check();
    import_expectations10 = __toESM(require_shared77(), 1);
    init_remedy();
    versionRecord = {
      id: "version_record",
      scope: "key",
      depth: "standard",
      proves: "Vault's distribution record has every version up to its last one.",
      cannot_see: "The KMS key of a version that is not in the record.",
      why: "A version that is missing in the record has a KMS key that nobody manages, or none: what it encrypted may be lost.",
      calls: [],
      remedy: (target) => [
        "Compare with Vault's record and with an earlier report, which has the KMS key's id:",
        readDistribution(target),
        "Do not remove the distribution, and keep the KMS key of the missing version: nothing else decrypts what it encrypted."
      ].join("\n"),
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management",
      run: ({ expectation }) => {
        const { name, versions, min_enabled_version } = expectation;
        const last = (0, import_expectations10.latestRecorded)(expectation)?.version ?? 0;
        const missing = Array.from({ length: last }, (_, index) => index + 1).filter(
          (version3) => versions[String(version3)] === void 0
        );
        if (missing.length === 0) return pass;
        const list3 = missing.join(", ");
        const enabled = missing.filter((version3) => version3 >= min_enabled_version);
        const message = `${name}: the distribution record ends with version ${last}, and lacks ${missing.length === 1 ? "version" : "versions"} ${list3}`;
        if (enabled.length === 0)
          return { status: "notice", message: `${message}, below min_enabled_version ${min_enabled_version}.` };
        return fail({ expected: `versions 1 to ${last}`, actual: `without ${list3}`, message: `${message}.` });
      }
    };
  }
});

// src/verify/checks/all-checks.ts
var versionChecks, replicaChecks, keyChecks, checkCatalogue;
var init_all_checks = __esm({
  "src/verify/checks/all-checks.ts"() {
    "use strict";
    init_account();
    init_alias_exists();
    init_alias_form();
    init_alias_single();
    init_alias_target();
    init_canary();
    init_creation_date();
    init_deletion_date();
    init_distinct_keys();
    init_exists();
    init_expiry();
    init_identity_checks();
    init_key_age();
    init_key_grants();
    init_key_manager();
    init_key_policy();
    init_key_spec();
    init_key_state();
    init_key_store();
    init_key_usage();
    init_last_use();
    init_latest_version();
    init_material();
    init_material_history();
    init_material_id();
    init_multi_region();
    init_origin();
    init_orphans();
    init_policy_foreign();
    init_policy_public();
    init_public_key();
    init_replicas();
    init_run_checks();
    init_version_record();
    versionChecks = [
      account,
      keyState,
      material,
      origin,
      keySpec,
      keyUsage,
      keyManager,
      keyStore,
      deletionDate,
      expiry,
      materialId,
      materialHistory,
      multiRegion,
      replicas,
      publicKey2,
      creationDate,
      keyPolicy,
      policyPublic,
      policyForeign,
      grants,
      lastUse,
      canary
    ];
    replicaChecks = [
      account,
      keyState,
      origin,
      keySpec,
      keyUsage,
      keyManager,
      keyStore,
      deletionDate,
      expiry,
      keyPolicy,
      policyPublic,
      policyForeign
    ];
    keyChecks = [
      latestVersion,
      keyAge,
      versionRecord,
      distinctKeys,
      aliasForm,
      aliasExists,
      aliasTarget,
      aliasSingle
    ];
    checkCatalogue = {
      exists,
      account,
      key_state: keyState,
      material,
      origin,
      key_spec: keySpec,
      key_usage: keyUsage,
      key_manager: keyManager,
      key_store: keyStore,
      deletion_date: deletionDate,
      expiry,
      material_id: materialId,
      material_history: materialHistory,
      multi_region: multiRegion,
      replicas,
      public_key: publicKey2,
      creation_date: creationDate,
      key_policy: keyPolicy,
      policy_public: policyPublic,
      policy_foreign: policyForeign,
      grants,
      last_use: lastUse,
      canary,
      distributed,
      latest_version: latestVersion,
      key_age: keyAge,
      version_record: versionRecord,
      distinct_keys: distinctKeys,
      alias_form: aliasForm,
      alias_exists: aliasExists,
      alias_target: aliasTarget,
      alias_single: aliasSingle,
      credentials,
      verifier_account: verifierAccount,
      orphan,
      orphan_key: orphanKey,
      unchecked,
      no_keys: noKeys,
      min_keys: minKeys,
      out_of_time: outOfTime,
      not_checked: notChecked,
      permission_sets: permissionSetsNotice,
      baseline: baselineNotice,
      exceptions: exceptionNotice,
      shortened
    };
  }
});

// src/verify/severities.ts
function severityOf(check2, status, own) {
  const severity2 = own ?? usual[check2] ?? "high";
  if (status === "fail") return severity2;
  return import_report.severities.indexOf(severity2) > import_report.severities.indexOf("medium") ? "medium" : severity2;
}
function withSeverity(finding2) {
  return { ...finding2, severity: finding2.severity ?? severityOf(finding2.check, finding2.status, void 0) };
}
var import_report, usual;
var init_severities = __esm({
  "src/verify/severities.ts"() {
    "use strict";
    import_report = __toESM(require_shared26(), 1);
    usual = {
      policy_public: "critical",
      material_id: "critical",
      public_key: "critical",
      latest_version: "medium",
      version_record: "medium",
      creation_date: "medium",
      alias_form: "medium",
      alias_single: "medium",
      multi_region: "medium",
      key_age: "medium",
      no_keys: "medium",
      out_of_time: "medium",
      not_checked: "medium"
    };
  }
});

// src/verify/identify.ts
function identified(parts) {
  const isSampled = (check2) => parts.depth === "standard" && isSampledCheck(check2);
  return {
    ...parts,
    keys: parts.keys.map((key) => ({
      ...key,
      findings: key.findings.map((finding2) => named(finding2, keyReportId(key))),
      versions: key.versions.map((version3) => namedVersion(version3, key, isSampled))
    })),
    findings: parts.findings.map((finding2) => named(finding2, parts.region)),
    permissions: parts.permissions.map(namedPermission)
  };
}
function namedVersion(version3, key, isSampled) {
  if (version3.findings.length === 0) return version3;
  const subject = `${keyReportId(key)}@${version3.version}`;
  return {
    ...version3,
    findings: version3.findings.map(
      (finding2) => named(finding2, isSampled(finding2.check) ? providerOf(key) : subject)
    )
  };
}
function isSampledCheck(id) {
  return sampledChecks.has(id);
}
function providerOf(key) {
  return keyReportId(key).replace(/\/key\/[^/]*$/, "");
}
function named(finding2, subject) {
  const { id, replica_region, check: check2 } = finding2;
  if (id !== void 0 && finding2.severity !== void 0) return finding2;
  const replica = replica_region === void 0 ? "" : `/${replica_region}`;
  return withSeverity({ id: id ?? `${subject}${replica}/${check2}`, ...finding2 });
}
function namedPermission(row2) {
  if (row2.id !== void 0 || row2.decision === "allowed") return row2;
  return { id: permissionId(row2), ...row2 };
}
function controlsOfRun(depth, permissions2, further) {
  const ran = Object.values(checkCatalogue).filter(
    ({ id, depth: needed, opt_in }) => further.includes(id) || opt_in !== true && (depth === "full" || needed === "standard")
  ).map(({ id }) => id);
  const sources = [...ran, ...permissions2.length > 0 ? ["permission"] : []];
  return Object.fromEntries(
    sources.map((source) => [source, controlsOf(source)]).filter(([, ids]) => ids.length > 0)
  );
}
function furtherChecksOf(keys2) {
  const shows = (test) => keys2.some(({ versions }) => versions.some(test));
  return [
    ...shows(hasReadCanary) ? ["canary"] : [],
    ...shows(({ usage }) => usage !== void 0) ? ["last_use"] : []
  ];
}
function hasReadCanary({ canary: canary3 }) {
  return canary3 !== void 0 && canary3.result !== "made" && canary3.result !== "not_used";
}
var sampledChecks, furtherChecks;
var init_identify = __esm({
  "src/verify/identify.ts"() {
    "use strict";
    init_all_controls();
    init_report_findings();
    init_all_checks();
    init_severities();
    sampledChecks = new Set(
      Object.values(checkCatalogue).filter(({ sampled }) => sampled === true).map(({ id }) => id)
    );
    furtherChecks = ["canary", "last_use"];
  }
});

// src/verify/ask-once.ts
function askOnce(answers, name, ask) {
  const answer = answers.get(name) ?? ask();
  answers.set(name, answer);
  return answer;
}
var init_ask_once = __esm({
  "src/verify/ask-once.ts"() {
    "use strict";
  }
});

// src/verify/take-inventory.ts
async function takeInventory({ region, account_id, history }, expectations, aliases, effects2) {
  const { reader } = effects2;
  const ids = await reader.keyIds(region);
  if (!ids.ok) return null;
  const recorded = new Set(expectations.flatMap(({ versions }) => Object.values(versions)));
  const named6 = aliasesByKey(aliases);
  const unknown = ids.value.filter((id) => !recorded.has(id) && !isNamedByAws(named6.get(id) ?? []));
  const described = await describeAll(region, unknown.slice(0, mostKeys), effects2);
  const read2 = described.filter((key) => key !== null);
  const others = read2.filter(
    ({ key_manager, multi_region }) => key_manager !== "AWS" && multi_region?.type !== "REPLICA"
  );
  const sourced = others.flatMap((key) => {
    const source = sourceOf2(key);
    return source === null ? [] : [{ key, source }];
  });
  const creators = history && sourced.length > 0 ? await reader.keyCreators(region) : null;
  const created = creators?.ok ? creators.value : {};
  const lastUses = await lastUsesOf(
    region,
    sourced.map(({ key }) => key),
    effects2
  );
  const outside = sourced.map(
    ({ key: { key_id, arn: arn2, key_state, creation_date }, source }) => ({
      key_id,
      arn: arn2,
      source,
      key_state,
      created: creation_date,
      aliases: [...named6.get(key_id) ?? []].sort(),
      creator: created[arn2] ?? null,
      last_used: lastUses.get(key_id) ?? null
    })
  ).sort((a, b) => a.key_id.localeCompare(b.key_id));
  const vault = ids.value.filter((id) => recorded.has(id)).length;
  const unread2 = unknown.length - read2.length + (others.length - sourced.length);
  return inventoryOf({ region, account_id }, vault, outside, unread2);
}
function commonInventory(inventories) {
  const [first, ...others] = inventories;
  const outsideOthers = others.map(({ outside: outside2 }) => new Set(outside2.map(({ key_id }) => key_id)));
  const outside = first.outside.filter(({ key_id }) => outsideOthers.every((ids) => ids.has(key_id)));
  const vault = first.total - outside.length;
  const unread2 = Math.max(...inventories.map((inventory2) => inventory2.unread));
  return inventoryOf(first, vault, outside, unread2);
}
function inventoryOf({ region, account_id }, vault, outside, unread2) {
  const count8 = (source) => outside.filter((key) => key.source === source).length;
  return {
    region,
    account_id,
    total: vault + outside.length,
    vault,
    imported: count8("imported"),
    kms: count8("kms"),
    custom_key_store: count8("custom_key_store"),
    unread: unread2,
    outside
  };
}
function sourceOf2({ origin: origin2, custom_key_store_id }) {
  if (custom_key_store_id !== null) return "custom_key_store";
  if (origin2 === "EXTERNAL") return "imported";
  if (origin2 === "AWS_KMS") return "kms";
  return origin2 === "AWS_CLOUDHSM" || origin2 === "EXTERNAL_KEY_STORE" ? "custom_key_store" : null;
}
function aliasesByKey(aliases) {
  const byKey = /* @__PURE__ */ new Map();
  for (const { name, target_key_id } of aliases.ok ? aliases.value : [])
    if (target_key_id !== null) byKey.set(target_key_id, [...byKey.get(target_key_id) ?? [], name]);
  return byKey;
}
function isNamedByAws(names) {
  return names.some((name) => name.startsWith("alias/aws/"));
}
async function describeAll(region, ids, { reader, clock: clock2, deadline, concurrency: concurrency4 }) {
  const limit2 = pLimit(concurrency4);
  return Promise.all(
    ids.map(
      (id) => limit2(async () => {
        if (deadline !== null && clock2.now() >= deadline) return null;
        const key = await reader.key(region, id);
        return key.ok ? key.value : null;
      })
    )
  );
}
async function lastUsesOf(region, keys2, { reader, clock: clock2, deadline }) {
  const due = keys2.filter(({ key_state }) => key_state !== "PendingDeletion").slice(0, mostUsages);
  const uses2 = await Promise.all(
    due.map(async ({ key_id }) => {
      if (deadline !== null && clock2.now() >= deadline) return [];
      const usage = await reader.lastUsage(region, key_id);
      return usage.ok && usage.value.last_used !== null ? [[key_id, usage.value.last_used]] : [];
    })
  );
  return new Map(uses2.flat());
}
function describeOnce(reader) {
  const keys2 = /* @__PURE__ */ new Map();
  const lists = /* @__PURE__ */ new Map();
  return {
    ...reader,
    key: (region, id) => askOnce(keys2, `${region} ${id}`, () => reader.key(region, id)),
    keyIds: (region) => askOnce(lists, region, () => reader.keyIds(region))
  };
}
var mostKeys, mostUsages;
var init_take_inventory = __esm({
  "src/verify/take-inventory.ts"() {
    "use strict";
    init_p_limit();
    init_ask_once();
    mostKeys = 5e3;
    mostUsages = 50;
  }
});

// src/verify/build-report.ts
var build_report_exports = {};
__export(build_report_exports, {
  buildReport: () => buildReport,
  joinContinuation: () => joinContinuation,
  mergeReports: () => mergeReports,
  withFindings: () => withFindings
});
function buildReport(given) {
  const parts = identified(given);
  const { region, account_id, principal_arn, checked_at, keys: keys2, permissions: permissions2, orphans, findings: findings2, notices } = parts;
  const complete2 = parts.complete ?? parts.next === null;
  const status = (0, import_report2.worst)([
    ...keys2.map((key) => key.status),
    ...permissions2.map(({ decision }) => statusOf(decision)),
    ...findings2.map((finding2) => finding2.status)
  ]);
  return {
    schema_version: 1,
    status,
    compliant: status === "pass" && complete2,
    complete: complete2,
    ...parts.next === null ? {} : { next: parts.next },
    region,
    account_id,
    principal_arn,
    checked_at,
    ...parts.depth === void 0 ? {} : { depth: parts.depth },
    summary: summarize(keys2, permissions2),
    keys: keys2,
    permissions: permissions2,
    limits: parts.limits,
    orphans,
    findings: findings2,
    notices,
    ...parts.depth === void 0 ? {} : { controls: controlsOfRun(parts.depth, permissions2, parts.further ?? furtherChecksOf(keys2)) },
    ...parts.inventory === void 0 ? {} : { inventory: parts.inventory }
  };
}
function statusOf(decision) {
  return decision === "allowed" ? "pass" : decision === "denied" ? "fail" : "indeterminate";
}
function summarize(keys2, permissions2) {
  const versions = keys2.flatMap((key) => key.versions);
  const count8 = (list3, test) => list3.filter(test).length;
  return {
    keys: keys2.length,
    key_status: byStatus(keys2),
    versions: versions.length,
    ...byStatus(versions),
    permissions: {
      allowed: count8(permissions2, ({ decision }) => decision === "allowed"),
      denied: count8(permissions2, ({ decision }) => decision === "denied"),
      indeterminate: count8(permissions2, ({ decision }) => decision === "indeterminate")
    }
  };
}
function byStatus(parts) {
  const count8 = (wanted) => parts.filter(({ status }) => status === wanted).length;
  return { passed: count8("pass"), failed: count8("fail"), indeterminate: count8("indeterminate") };
}
function mergeReports(reports) {
  const complete2 = reports.every((report) => report.complete);
  return buildReport({ ...mergedParts(reports), inventory: mergedInventory(reports), complete: complete2, next: null });
}
function withFindings(report, findings2) {
  if (findings2.length === 0) return report;
  const status = (0, import_report2.worst)([report.status, ...findings2.map((finding2) => finding2.status)]);
  return identified({ ...report, status, compliant: false, findings: [...findings2, ...report.findings] });
}
function joinContinuation(reports) {
  const last = reports.at(-1);
  return buildReport({
    ...mergedParts(reports.map((report) => report === last ? report : withoutTimeFinding(report))),
    orphans: last?.orphans ?? [],
    inventory: last?.inventory,
    complete: last?.complete ?? false,
    next: last?.next ?? null
  });
}
function withoutTimeFinding(report) {
  return { ...report, findings: report.findings.filter(({ check: check2 }) => check2 !== outOfTime.id) };
}
function mergedParts(reports) {
  return {
    region: joinValues(reports.map(({ region }) => region)) ?? "",
    account_id: joinValues(reports.map(({ account_id }) => account_id)),
    principal_arn: joinValues(reports.map(({ principal_arn }) => principal_arn)),
    checked_at: reports.map(({ checked_at }) => checked_at).sort()[0] ?? "",
    depth: commonDepth(reports),
    // A shortened report lists fewer keys than were checked.
    further: furtherChecks.filter((id) => reports.some(({ controls }) => controls?.[id] !== void 0)),
    keys: reports.flatMap(({ keys: keys2 }) => keys2),
    permissions: distinct(reports.flatMap(({ permissions: permissions2 }) => permissions2)),
    // A function of an older version reports none.
    limits: distinct(reports.flatMap(({ limits: limits3 }) => limits3 ?? [])),
    orphans: commonOrphans(reports),
    findings: distinct(reports.flatMap(({ findings: findings2 }) => findings2)),
    notices: distinct(reports.flatMap(({ notices }) => notices))
  };
}
function mergedInventory(reports) {
  const checked = reports.filter(({ depth }) => depth !== void 0);
  const partial = new Set(checked.filter(({ inventory: inventory2 }) => inventory2 === void 0).map(scopeOf));
  const isPartial = (one) => partial.has(scopeOf(one)) || partial.has(scopeOf({ ...one, account_id: null }));
  const all = checked.flatMap(({ inventory: inventory2 = [] }) => inventory2).filter((one) => !isPartial(one));
  const scopes2 = [...new Set(all.map(scopeOf))];
  if (scopes2.length === 0) return void 0;
  return scopes2.map((scope) => commonInventory(all.filter((one) => scopeOf(one) === scope)));
}
function commonDepth(reports) {
  const depths = reports.map(({ depth }) => depth).filter((depth) => depth !== void 0);
  return depths.find((depth) => depth === "standard") ?? depths[0];
}
function joinValues(values) {
  const known3 = [...new Set(values.filter((value) => value !== null))];
  return known3.length === 0 ? null : known3.join(", ");
}
function commonOrphans(reports) {
  const scopes2 = new Set(reports.map(scopeOf));
  return [...scopes2].flatMap((scope) => {
    const [first, ...others] = reports.filter((report) => scopeOf(report) === scope);
    return (first?.orphans ?? []).filter(
      ({ alias, key_id }) => others.every(
        ({ orphans }) => orphans.some((orphan2) => orphan2.alias === alias && (alias !== null || orphan2.key_id === key_id))
      )
    );
  });
}
function scopeOf({ region, account_id }) {
  return `${account_id} ${region}`;
}
function distinct(list3) {
  return [...new Map(list3.map((entry) => [JSON.stringify(entry), entry])).values()];
}
var import_report2;
var init_build_report = __esm({
  "src/verify/build-report.ts"() {
    "use strict";
    import_report2 = __toESM(require_shared26(), 1);
    init_run_checks();
    init_identify();
    init_take_inventory();
  }
});

// src/verifier/invoke-verifier.ts
async function invokeVerifier(target, event, clients) {
  const payload = await callVerifier(target, event, clients);
  if (isWholeReport(payload)) return payload;
  throw new import_errors.RunError(
    "lambda_no_report",
    `${target.name} answered something other than a whole report.`,
    "Check that `lambda_function` names the verifier, and that it is deployed in the version of this action."
  );
}
async function callVerifier({ name, region }, event, clients) {
  const { lambdaClient, InvokeCommand } = await Promise.resolve().then(() => __toESM(require("./lambda-client.cjs"), 1));
  const client = lambdaClient(clients, region);
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) });
  const answer = await client.send(command, clients.options).catch((error) => {
    throw notInvoked(error, name, region);
  });
  const payload = parse2(Buffer.from(answer.Payload ?? []).toString("utf8"));
  if (answer.FunctionError !== void 0) throw failed3(payload, name, answer.$metadata.requestId);
  return payload;
}
function notInvoked(error, name, region) {
  const failure = failureOf(error, "lambda:InvokeFunction");
  const { code, remedy: remedy2 = (0, import_failure_remedy17.failureRemedy)(failure) } = outcomes[failure.cause] ?? { code: "lambda_failed" };
  const message = `Invoking ${name} in ${region} failed: ${failure.code}: ${failure.message}`;
  return new import_errors.RunError(code, message, remedy2, { cause: error });
}
function failed3(payload, name, request) {
  const { errorType, errorMessage } = payload ?? {};
  const type = typeof errorType === "string" ? errorType : "an error without a type";
  const text2 = typeof errorMessage === "string" ? errorMessage : "no further details";
  const message = `${name} failed${request === void 0 ? "" : ` (request ${request})`}: ${type}: ${text2}`;
  if (type === "InvalidEventError")
    return new import_errors.RunError(
      "lambda_event_refused",
      message,
      "Change what the message names; roles have to be listed in the function's ALLOWED_ROLE_ARNS, and its version has to be that of this action."
    );
  if (/timed out after/i.test(text2))
    return new import_errors.RunError(
      "lambda_timed_out",
      message,
      "Raise the function's timeout; if its subnets have no route to AWS, give them a NAT gateway or VPC endpoints."
    );
  return new import_errors.RunError("lambda_failed", message, `Read the function's log: /aws/lambda/${name}.`);
}
function parse2(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return text2;
  }
}
function isWholeReport(payload) {
  const { schema_version, keys: keys2, summary } = payload ?? {};
  if (schema_version !== 1 || !Array.isArray(keys2) || summary === void 0) return false;
  const versions = keys2.reduce((sum, key) => sum + key.versions.length, 0);
  return summary.keys === keys2.length && summary.versions === versions;
}
var import_errors, import_failure_remedy17, denied2, unreachable, outcomes;
var init_invoke_verifier = __esm({
  "src/verifier/invoke-verifier.ts"() {
    "use strict";
    init_aws_failure();
    import_errors = __toESM(require_shared17(), 1);
    import_failure_remedy17 = __toESM(require_shared78(), 1);
    denied2 = { code: "lambda_denied" };
    unreachable = { code: "lambda_unreachable" };
    outcomes = {
      denied: denied2,
      expired: denied2,
      no_credentials: denied2,
      invalid_credentials: denied2,
      not_found: { code: "lambda_not_found", remedy: "Check `lambda_function` and `lambda_region`." },
      throttled: {
        code: "lambda_throttled",
        remedy: "Raise the function's reserved concurrency, or run again when fewer verifications run at once."
      },
      unreachable,
      proxy: unreachable,
      tls: unreachable,
      timeout: unreachable,
      unavailable: unreachable,
      wrong_host: unreachable
    };
  }
});

// src/verifier/verify-through-lambda.ts
var verify_through_lambda_exports = {};
__export(verify_through_lambda_exports, {
  openLambda: () => openLambda,
  verifyThroughLambda: () => verifyThroughLambda
});
function openLambda(effects2, clock2) {
  const shared2 = openSharedConnections(clock2);
  return { shared: shared2, clients: openClients({ ...effects2, ...shared2, credentials: null, kms_endpoint: null }) };
}
async function verifyThroughLambda(target, request, expectations, clients) {
  const reports = [];
  for (const [index, keys2] of batchesOf(expectations, batchLimits).entries()) {
    const permissions2 = index === 0 ? request.permissions : { sets: [], actions: [] };
    const event = { ...request, permissions: permissions2, keys: keys2, max_report_bytes: largestAnswer };
    reports.push(await callUntilComplete(target, event, clients));
  }
  return reports;
}
async function callUntilComplete(target, event, clients) {
  const parts = [];
  for (let next; ; ) {
    const part = await invokeVerifier(target, next === void 0 ? event : { ...event, next }, clients);
    parts.push(part);
    if (part.next === void 0) return joinContinuation(parts);
    if (part.next === next) throw stuck(target, event.region);
    next = part.next;
  }
}
function stuck({ name }, region) {
  return new import_errors2.RunError(
    "lambda_timed_out",
    `${name} made no progress in ${region} before its timeout.`,
    "Raise the function's timeout, and check that it reaches KMS and IAM: its log names the call that was slow."
  );
}
var import_errors2, batchLimits, largestAnswer;
var init_verify_through_lambda = __esm({
  "src/verifier/verify-through-lambda.ts"() {
    "use strict";
    init_aws_effects();
    init_clients();
    import_errors2 = __toESM(require_shared17(), 1);
    init_batches();
    init_build_report();
    init_invoke_verifier();
    batchLimits = { bytes: 55e5, versions: 2e3 };
    largestAnswer = 55e5;
  }
});

// node_modules/valibot/dist/index.mjs
// @__NO_SIDE_EFFECTS__
function getGlobalConfig(config$1) {
  if (!config$1 && !store$4) return DEFAULT_CONFIG;
  return {
    lang: config$1?.lang ?? store$4?.lang,
    message: config$1?.message,
    abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
    abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
  };
}
// @__NO_SIDE_EFFECTS__
function getGlobalMessage(lang) {
  return store$3?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function getSchemaMessage(lang) {
  return store$2?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function getSpecificMessage(reference, lang) {
  return store$1?.get(reference)?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function _stringify(input) {
  const type = typeof input;
  if (type === "string") return `"${input}"`;
  if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
  if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
  return type;
}
function _addIssue(context, label, dataset, config$1, other) {
  const input = other && "input" in other ? other.input : dataset.value;
  const expected2 = other?.expected ?? context.expects ?? null;
  const received = other?.received ?? /* @__PURE__ */ _stringify(input);
  const issue = {
    kind: context.kind,
    type: context.type,
    input,
    expected: expected2,
    received,
    message: `Invalid ${label}: ${expected2 ? `Expected ${expected2} but r` : "R"}eceived ${received}`,
    requirement: context.requirement,
    path: other?.path,
    issues: other?.issues,
    lang: config$1.lang,
    abortEarly: config$1.abortEarly,
    abortPipeEarly: config$1.abortPipeEarly
  };
  const isSchema = context.kind === "schema";
  const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
  if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
  if (isSchema) dataset.typed = false;
  if (dataset.issues) dataset.issues.push(issue);
  else dataset.issues = [issue];
}
// @__NO_SIDE_EFFECTS__
function _isSameValueZero(value1, value2) {
  return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}
// @__NO_SIDE_EFFECTS__
function _isValidObjectKey(object$1, key) {
  return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}
// @__NO_SIDE_EFFECTS__
function _joinExpects(values$1, separator) {
  const list3 = [...new Set(values$1)];
  if (list3.length > 1) return `(${list3.join(` ${separator} `)})`;
  return list3[0] ?? "never";
}
function _standardSchema(schema) {
  schema["~standard"] = {
    version: 1,
    vendor: "valibot",
    validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
  };
  return schema;
}
// @__NO_SIDE_EFFECTS__
function base64(message$1) {
  return {
    kind: "validation",
    type: "base64",
    reference: base64,
    async: false,
    expects: null,
    requirement: BASE64_REGEX,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Base64", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function check(requirement, message$1) {
  return {
    kind: "validation",
    type: "check",
    reference: check,
    async: false,
    expects: null,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function isoTimestamp(message$1) {
  return {
    kind: "validation",
    type: "iso_timestamp",
    reference: isoTimestamp,
    async: false,
    expects: null,
    requirement: ISO_TIMESTAMP_REGEX,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "timestamp", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function maxLength(requirement, message$1) {
  return {
    kind: "validation",
    type: "max_length",
    reference: maxLength,
    async: false,
    expects: `<=${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && dataset.value.length > this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function nonEmpty(message$1) {
  return {
    kind: "validation",
    type: "non_empty",
    reference: nonEmpty,
    async: false,
    expects: "!0",
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && dataset.value.length === 0) _addIssue(this, "length", dataset, config$1, { received: "0" });
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function regex(requirement, message$1) {
  return {
    kind: "validation",
    type: "regex",
    reference: regex,
    async: false,
    expects: `${requirement}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function getFallback(schema, dataset, config$1) {
  return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}
// @__NO_SIDE_EFFECTS__
function getDefault(schema, dataset, config$1) {
  return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}
// @__NO_SIDE_EFFECTS__
function array(item, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "array",
    reference: array,
    expects: "Array",
    async: false,
    item,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (Array.isArray(input)) {
        dataset.typed = true;
        dataset.value = [];
        for (let key = 0; key < input.length; key++) {
          const value$1 = input[key];
          const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
          if (itemDataset.issues) {
            const pathItem = {
              type: "array",
              origin: "value",
              input,
              key,
              value: value$1
            };
            for (const issue of itemDataset.issues) {
              if (issue.path) issue.path.unshift(pathItem);
              else issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = itemDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          if (!itemDataset.typed) dataset.typed = false;
          dataset.value.push(itemDataset.value);
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function boolean(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "boolean",
    reference: boolean,
    expects: "boolean",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "boolean") dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function literal(literal_, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "literal",
    reference: literal,
    expects: /* @__PURE__ */ _stringify(literal_),
    async: false,
    literal: literal_,
    message: message$1,
    "~run"(dataset, config$1) {
      if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function looseObject(entries$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "loose_object",
    reference: looseObject,
    expects: "Object",
    async: false,
    entries: entries$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const key in this.entries) {
          const valueSchema = this.entries[key];
          if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
            const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              const pathItem = {
                type: "object",
                origin: "value",
                input,
                key,
                value: value$1
              };
              for (const issue of valueDataset.issues) {
                if (issue.path) issue.path.unshift(pathItem);
                else issue.path = [pathItem];
                dataset.issues?.push(issue);
              }
              if (!dataset.issues) dataset.issues = valueDataset.issues;
              if (config$1.abortEarly) {
                dataset.typed = false;
                break;
              }
            }
            if (!valueDataset.typed) dataset.typed = false;
            dataset.value[key] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            _addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key,
                value: input[key]
              }]
            });
            if (config$1.abortEarly) break;
          }
        }
        if (!dataset.issues || !config$1.abortEarly) {
          for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function nullable(wrapped, default_) {
  return _standardSchema({
    kind: "schema",
    type: "nullable",
    reference: nullable,
    expects: `(${wrapped.expects} | null)`,
    async: false,
    wrapped,
    default: default_,
    "~run"(dataset, config$1) {
      if (dataset.value === null) {
        if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
        if (dataset.value === null) {
          dataset.typed = true;
          return dataset;
        }
      }
      return this.wrapped["~run"](dataset, config$1);
    }
  });
}
// @__NO_SIDE_EFFECTS__
function number(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "number",
    reference: number,
    expects: "number",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function object(entries$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "object",
    reference: object,
    expects: "Object",
    async: false,
    entries: entries$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const key in this.entries) {
          const valueSchema = this.entries[key];
          if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
            const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              const pathItem = {
                type: "object",
                origin: "value",
                input,
                key,
                value: value$1
              };
              for (const issue of valueDataset.issues) {
                if (issue.path) issue.path.unshift(pathItem);
                else issue.path = [pathItem];
                dataset.issues?.push(issue);
              }
              if (!dataset.issues) dataset.issues = valueDataset.issues;
              if (config$1.abortEarly) {
                dataset.typed = false;
                break;
              }
            }
            if (!valueDataset.typed) dataset.typed = false;
            dataset.value[key] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            _addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key,
                value: input[key]
              }]
            });
            if (config$1.abortEarly) break;
          }
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function optional2(wrapped, default_) {
  return _standardSchema({
    kind: "schema",
    type: "optional",
    reference: optional2,
    expects: `(${wrapped.expects} | undefined)`,
    async: false,
    wrapped,
    default: default_,
    "~run"(dataset, config$1) {
      if (dataset.value === void 0) {
        if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
        if (dataset.value === void 0) {
          dataset.typed = true;
          return dataset;
        }
      }
      return this.wrapped["~run"](dataset, config$1);
    }
  });
}
// @__NO_SIDE_EFFECTS__
function picklist(options, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "picklist",
    reference: picklist,
    expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
    async: false,
    options,
    message: message$1,
    "~run"(dataset, config$1) {
      if (this.options.includes(dataset.value)) dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function string(message$1) {
  return _standardSchema({
    kind: "schema",
    type: "string",
    reference: string,
    expects: "string",
    async: false,
    message: message$1,
    "~run"(dataset, config$1) {
      if (typeof dataset.value === "string") dataset.typed = true;
      else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function pipe(...pipe$1) {
  return _standardSchema({
    ...pipe$1[0],
    pipe: pipe$1,
    "~run"(dataset, config$1) {
      for (const item of pipe$1) if (item.kind !== "metadata") {
        if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
          dataset.typed = false;
          break;
        }
        if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
      }
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function safeParse(schema, input, config$1) {
  const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
  return {
    typed: dataset.typed,
    success: !dataset.issues,
    output: dataset.value,
    issues: dataset.issues
  };
}
var store$4, DEFAULT_CONFIG, store$3, store$2, store$1, BASE64_REGEX, EMOJI_REGEX, ISO_TIMESTAMP_REGEX;
var init_dist = __esm({
  "node_modules/valibot/dist/index.mjs"() {
    DEFAULT_CONFIG = {
      lang: void 0,
      message: void 0,
      abortEarly: void 0,
      abortPipeEarly: void 0
    };
    BASE64_REGEX = /^(?:[\da-z+/]{4})*(?:[\da-z+/]{2}==|[\da-z+/]{3}=)?$/iu;
    EMOJI_REGEX = new RegExp("^(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation}))*)+$", "u");
    ISO_TIMESTAMP_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:0\d|1\d|2[0-3])(?::?[0-5]\d)?)$/u;
  }
});

// src/verifier/describe-verifier.ts
var describe_verifier_exports = {};
__export(describe_verifier_exports, {
  describeVerifier: () => describeVerifier
});
async function describeVerifier(target, role_arns, clients) {
  const event = { describe: { role_arns } };
  const answer = safeParse(description, await callVerifier(target, event, clients));
  if (answer.success) return answer.output;
  throw new import_errors3.RunError(
    "lambda_no_report",
    `${target.name} answered something other than its description.`,
    "Check that lambda_function is the verifier, and deploy it in the version of this action."
  );
}
var import_errors3, description;
var init_describe_verifier = __esm({
  "src/verifier/describe-verifier.ts"() {
    "use strict";
    init_dist();
    import_errors3 = __toESM(require_shared17(), 1);
    init_invoke_verifier();
    description = object({
      version: string(),
      /** Those of the given roles that its allow-list does not have. */
      denied_role_arns: array(string())
    });
  }
});

// shared:shared70
var require_shared70 = __commonJS({
  "shared:shared70"(exports2, module2) {
    module2.exports = require("../index.cjs").shared70;
  }
});

// shared:shared55
var require_shared55 = __commonJS({
  "shared:shared55"(exports2, module2) {
    module2.exports = require("../index.cjs").shared55;
  }
});

// shared:shared43
var require_shared43 = __commonJS({
  "shared:shared43"(exports2, module2) {
    module2.exports = require("../index.cjs").shared43;
  }
});

// shared:shared45
var require_shared45 = __commonJS({
  "shared:shared45"(exports2, module2) {
    module2.exports = require("../index.cjs").shared45;
  }
});

// shared:shared51
var require_shared51 = __commonJS({
  "shared:shared51"(exports2, module2) {
    module2.exports = require("../index.cjs").shared51;
  }
});

// shared:shared56
var require_shared56 = __commonJS({
  "shared:shared56"(exports2, module2) {
    module2.exports = require("../index.cjs").shared56;
  }
});

// shared:shared25
var require_shared25 = __commonJS({
  "shared:shared25"(exports2, module2) {
    module2.exports = require("../index.cjs").shared25;
  }
});

// shared:shared31
var require_shared31 = __commonJS({
  "shared:shared31"(exports2, module2) {
    module2.exports = require("../index.cjs").shared31;
  }
});

// shared:shared0
var require_shared0 = __commonJS({
  "shared:shared0"(exports2, module2) {
    module2.exports = require("../index.cjs").shared0;
  }
});

// shared:shared28
var require_shared28 = __commonJS({
  "shared:shared28"(exports2, module2) {
    module2.exports = require("../index.cjs").shared28;
  }
});

// shared:shared29
var require_shared29 = __commonJS({
  "shared:shared29"(exports2, module2) {
    module2.exports = require("../index.cjs").shared29;
  }
});

// shared:shared38
var require_shared38 = __commonJS({
  "shared:shared38"(exports2, module2) {
    module2.exports = require("../index.cjs").shared38;
  }
});

// shared:shared39
var require_shared39 = __commonJS({
  "shared:shared39"(exports2, module2) {
    module2.exports = require("../index.cjs").shared39;
  }
});

// src/verify/unchecked.ts
var unchecked_exports = {};
__export(unchecked_exports, {
  addUnchecked: () => addUnchecked
});
function addUnchecked(report, { id, mount, keys: keys2, providers }) {
  const names = new Set(keys2);
  return {
    ...report,
    orphans: report.orphans.filter(({ alias }) => alias === null || !names.has(keyNameIn(alias))),
    notices: [
      ...report.notices,
      ...notice(id, keys2, `Vault also has ${listed(keys2)} on ${id}, undeclared and not checked.`),
      ...notice(
        mount,
        providers,
        `Vault also has the provider ${listed(providers)} on ${mount}, undeclared: its keys were not checked, and their aliases are listed as orphans if the region is the same.`
      )
    ]
  };
}
function notice(id, names, message) {
  return names.length === 0 ? [] : [noticeFrom(unchecked, id, message)];
}
function listed(names) {
  const more2 = names.length - shown;
  return `${names.slice(0, shown).join(", ")}${more2 > 0 ? ` and ${more2} more` : ""}`;
}
function keyNameIn(alias) {
  return alias.replace(/^alias\/hashicorp\//, "").replace(/-\d+$/, "");
}
var shown;
var init_unchecked = __esm({
  "src/verify/unchecked.ts"() {
    "use strict";
    init_check();
    init_run_checks();
    shown = 10;
  }
});

// src/verify/verify-request.ts
var verify_request_exports = {};
__export(verify_request_exports, {
  defaultPermissions: () => defaultPermissions,
  defaultSets: () => defaultSets
});
function defaultPermissions(expectations) {
  return { sets: defaultSets(expectations), actions: [], method: "auto", history: false };
}
function defaultSets(expectations) {
  const replicated = expectations.some(({ replica_regions }) => replica_regions.length > 0);
  return replicated ? ["terraform", "vault", "multi_region"] : ["terraform", "vault"];
}
var init_verify_request = __esm({
  "src/verify/verify-request.ts"() {
    "use strict";
  }
});

// src/verify/aliases.ts
function indexAliases(list3) {
  if (!list3.ok) return list3;
  const byTarget = /* @__PURE__ */ new Map();
  for (const alias of list3.value) {
    if (alias.target_key_id === null) continue;
    const others = byTarget.get(alias.target_key_id);
    if (others === void 0) byTarget.set(alias.target_key_id, [alias]);
    else others.push(alias);
  }
  return found({ byName: new Map(list3.value.map((alias) => [alias.name, alias])), byTarget });
}
var init_aliases = __esm({
  "src/verify/aliases.ts"() {
    "use strict";
    init_evidence();
  }
});

// src/verify/analyze-once.ts
function analyzeOnce(reader) {
  const answers = /* @__PURE__ */ new Map();
  return {
    ...reader,
    publicAccess(region, policy) {
      const name = `${region} ${JSON.stringify(policy)}`;
      return askOnce(answers, name, () => reader.publicAccess(region, policy));
    }
  };
}
var init_analyze_once = __esm({
  "src/verify/analyze-once.ts"() {
    "use strict";
    init_ask_once();
  }
});

// src/verify/policy-samples.ts
async function policySamples(expectations, due, region, reader) {
  const providers = /* @__PURE__ */ new Map();
  for (const expectation of expectations) {
    const id = (0, import_id5.providerId)((0, import_expectations11.mountOf)(expectation), expectation.kms);
    const keys2 = providers.get(id);
    if (keys2 === void 0) providers.set(id, [expectation]);
    else keys2.push(expectation);
  }
  const samples = await Promise.all(
    [...providers.values()].map((keys2) => {
      const candidates = keys2.toSorted(byAge).slice(0, most2);
      const last = candidates.findLastIndex((key) => due.has(key));
      return firstReadable(candidates.slice(0, last + 1), region, reader);
    })
  );
  return new Map(samples.flatMap((sample3) => sample3 === null ? [] : [sample3]));
}
async function firstReadable(keys2, region, reader) {
  for (const expectation of keys2) {
    const latest = (0, import_expectations11.latestRecorded)(expectation);
    const key = latest === null ? null : await reader.key(region, latest.key_id);
    if (key?.ok) return [(0, import_expectations11.recordId)(expectation), key];
  }
  return null;
}
function byAge(a, b) {
  const [one, other] = [a, b].map(({ distribution_time }) => distribution_time ?? "9999");
  return one < other ? -1 : one > other ? 1 : a.name < b.name ? -1 : 1;
}
var import_id5, import_expectations11, most2;
var init_policy_samples = __esm({
  "src/verify/policy-samples.ts"() {
    "use strict";
    import_id5 = __toESM(require_shared18(), 1);
    import_expectations11 = __toESM(require_shared77(), 1);
    most2 = 3;
  }
});

// src/verify/collect-evidence.ts
async function collectEvidence(expectations, request, { reader, clock: clock2, deadline, concurrency: concurrency4 }, evaluate) {
  const limit2 = pLimit(concurrency4);
  const samples = request.depth === "full" ? /* @__PURE__ */ new Map() : await policySamples(request.expectations, new Set(expectations), request.region, reader);
  const usageDue = firstVersions(expectations, mostUsages2);
  const due = (index) => index < concurrency4 || deadline === null || clock2.now() < deadline;
  const evaluated = await Promise.all(
    expectations.map(async (expectation, index) => {
      const key = await limit2(async () => {
        if (!due(index)) return null;
        const known3 = samples.get((0, import_expectations12.recordId)(expectation)) ?? null;
        return collectKeyEvidence(expectation, request, reader, {
          known: known3,
          policy: known3 !== null,
          usage: (request.depth === "full" || request.usage === true) && usageDue.has(expectation)
        });
      });
      return key === null || isCutOff(key) ? null : evaluate(key);
    })
  );
  const end = evaluated.indexOf(null);
  return end === -1 ? evaluated : evaluated.slice(0, end);
}
async function collectKeyEvidence(expectation, request, reader, reads) {
  const latest = (0, import_expectations12.latestRecorded)(expectation)?.version;
  const entries = await Promise.all(
    Object.entries(expectation.versions).map(async ([version3, keyId3]) => {
      const number2 = Number(version3);
      const isLatest = number2 === latest;
      const key = (isLatest ? reads.known : null) ?? await reader.key(request.region, keyId3);
      const [evidence, usage] = await Promise.all([
        collectDetails(expectation, number2, keyId3, key, request, reader, isLatest && reads.policy),
        reads.usage && key.ok ? collectUsage(expectation, keyId3, request.region, reader) : null
      ]);
      const canary3 = request.canary && key.ok ? await useCanary(expectation, number2, key.value, request.region, reader) : null;
      return [version3, { ...evidence, usage, ...canary3 && { canary: canary3 } }];
    })
  );
  return { expectation, evidence: Object.fromEntries(entries) };
}
async function collectUsage({ replica_regions }, keyId3, region, reader) {
  const regions2 = [region, ...replica_regions];
  return latestUsage(await Promise.all(regions2.map((one) => reader.lastUsage(one, keyId3))));
}
function firstVersions(expectations, most5) {
  let count8 = 0;
  return new Set(
    expectations.filter(({ versions }) => {
      count8 += Object.keys(versions).length;
      return count8 <= most5;
    })
  );
}
async function collectDetails(expectation, version3, keyId3, key, request, reader, policyIsDue) {
  if (!key.ok) return nothingRead(key);
  const { region, depth } = request;
  const { key_state, key_spec, origin: origin2, multi_region } = key.value;
  const full = depth === "full";
  const hasMaterial = key_state === "Enabled" || key_state === "Disabled";
  const wantsHistory = full && hasMaterial && key_spec === "SYMMETRIC_DEFAULT" && origin2 === "EXTERNAL";
  const wantsPublicKey = key_state === "Enabled" && (0, import_expectations12.keyStateOf)(expectation, version3) === "Enabled" && key_spec !== "SYMMETRIC_DEFAULT" && expectation.public_keys[String(version3)] !== void 0;
  const replicaRegions2 = multi_region?.type === "PRIMARY" ? expectation.replica_regions : [];
  const [policies, materials, public_key, grants2, replicas2] = await Promise.all([
    full || policyIsDue ? collectPolicy(region, keyId3, reader) : null,
    wantsHistory ? reader.materials(region, keyId3) : null,
    wantsPublicKey ? reader.publicKey(region, keyId3) : null,
    full ? reader.grants(region, keyId3) : null,
    Promise.all(replicaRegions2.map(async (replica) => [replica, await reader.key(replica, keyId3)]))
  ]);
  const { policy, public_access } = policies ?? { policy: null, public_access: null };
  const replica_policies = full ? await policiesOf2(replicas2, keyId3, reader) : none;
  return {
    key,
    policy,
    public_access,
    materials,
    public_key,
    grants: grants2,
    usage: null,
    replicas: replicas2.length === 0 ? none : Object.fromEntries(replicas2),
    replica_policies
  };
}
async function collectPolicy(region, keyId3, reader) {
  const policy = await reader.policy(region, keyId3);
  return { policy, public_access: policy.ok ? await reader.publicAccess(region, policy.value) : null };
}
async function policiesOf2(replicas2, keyId3, reader) {
  const found2 = replicas2.filter(([, replica]) => replica.ok);
  const read2 = found2.map(async ([region]) => [region, await reader.policy(region, keyId3)]);
  return Object.fromEntries(await Promise.all(read2));
}
function nothingRead(key) {
  return {
    key,
    policy: null,
    public_access: null,
    materials: null,
    public_key: null,
    grants: null,
    usage: null,
    replicas: none,
    replica_policies: none
  };
}
function isCutOff({ evidence }) {
  const isAborted = (result) => result !== null && !result.ok && result.failure.cause === "aborted";
  return Object.values(evidence).some(
    (version3) => [
      version3.key,
      version3.policy,
      version3.public_access,
      version3.materials,
      version3.public_key,
      version3.grants,
      version3.canary?.answer ?? null,
      ...Object.values(version3.replicas),
      ...Object.values(version3.replica_policies)
    ].some(isAborted)
  );
}
var import_expectations12, mostUsages2, none;
var init_collect_evidence = __esm({
  "src/verify/collect-evidence.ts"() {
    "use strict";
    init_p_limit();
    init_last_use();
    import_expectations12 = __toESM(require_shared77(), 1);
    init_policy_samples();
    init_use_canary();
    mostUsages2 = 100;
    none = {};
  }
});

// src/verify/cursor.ts
function inOrder(expectations) {
  return [...expectations].sort((a, b) => compare(cursorPosition(a), cursorPosition(b)));
}
function cursorPosition({ kms, name }) {
  return `${kms}/${name}`;
}
function remaining(ordered, { after }) {
  return after === null ? ordered : ordered.filter((expectation) => compare(cursorPosition(expectation), after) > 0);
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
function writeCursor(cursor, region) {
  const body = JSON.stringify({ ...cursor, region });
  return Buffer.from(`${digest(body)}${body}`).toString("base64url");
}
function readCursor(text2, region) {
  const body = Buffer.from(text2, "base64url").toString("utf8");
  const json = body.slice(8);
  if (body.slice(0, 8) !== digest(json)) return null;
  const cursor = JSON.parse(json);
  if (cursor.region !== region) return null;
  const { after, permissions_done } = cursor;
  return { after, permissions_done };
}
function digest(body) {
  return (0, import_node_crypto3.createHash)("sha256").update(body).digest("hex").slice(0, 8);
}
var import_node_crypto3, start;
var init_cursor = __esm({
  "src/verify/cursor.ts"() {
    "use strict";
    import_node_crypto3 = require("node:crypto");
    start = { after: null, permissions_done: false };
  }
});

// src/verify/evaluate-key.ts
function evaluateKey(expectation, evidence, aliases, context) {
  const notices = [];
  const versions = Object.entries(expectation.versions).map(([version3, keyId3]) => ({ version: Number(version3), keyId: keyId3 })).sort((a, b) => a.version - b.version).map(
    ({ version: version3, keyId: keyId3 }) => evaluateVersion(expectation, version3, keyId3, evidence[version3], context, notices)
  );
  const latest = (0, import_expectations13.latestRecorded)(expectation);
  const subject = {
    expectation,
    aliases,
    latest: latest === null ? null : evidence[latest.version]?.key ?? null,
    context
  };
  const target = remedyTarget(expectation, context.region);
  const findings2 = keyChecks.flatMap(
    (check2) => record(check2, check2.run(subject), expectation.name, target, notices)
  );
  const { name, kms, alias } = expectation;
  const id = (0, import_expectations13.recordId)(expectation);
  const status = (0, import_report3.worst)([...versions, ...findings2].map((part) => part.status));
  const read2 = Object.values(evidence);
  return {
    key: { id, name, kms, alias, status, versions, findings: findings2 },
    notices,
    analyzer_failures: read2.flatMap(({ public_access }) => failureOf2(public_access)),
    usage_failures: read2.flatMap(({ usage }) => failureOf2(usage))
  };
}
function failureOf2(evidence) {
  return evidence === null || evidence.ok ? [] : [evidence.failure];
}
function evaluateVersion(expectation, version3, keyId3, evidence, context, notices) {
  const name = `${expectation.name}@${version3}`;
  const described = evidence?.key ?? notRead;
  const id = `${expectation.kms}/${name}`;
  const target = remedyTarget(
    expectation,
    context.region,
    described.ok ? described.value : { key_id: keyId3 }
  );
  const findings2 = record(exists, evaluateExists(name, keyId3, described, context), id, target, notices);
  if (evidence === void 0 || !described.ok) {
    const canary4 = keptCanary(expectation, version3);
    return {
      version: version3,
      key_id: keyId3,
      arn: null,
      key_state: null,
      key_material_id: null,
      ...canary4 && { canary: canary4 },
      status: (0, import_report3.worst)(findings2.map(({ status }) => status)),
      findings: findings2
    };
  }
  const key = described.value;
  const subject = { expectation, version: version3, key, evidence, context };
  for (const check2 of versionChecks) findings2.push(...record(check2, check2.run(subject), id, target, notices));
  findings2.push(...evaluateReplicas(subject, id, notices));
  const canary3 = canaryReport(subject);
  return {
    version: version3,
    key_id: keyId3,
    arn: key.arn,
    key_state: key.key_state,
    key_material_id: key.key_material_id,
    ...evidence.policy?.ok && { policy_read: true },
    ...usageOf(evidence),
    ...canary3 && { canary: canary3 },
    status: (0, import_report3.worst)(findings2.map(({ status }) => status)),
    findings: findings2
  };
}
function usageOf({ usage }) {
  if (!usage?.ok) return {};
  const { last_used, operation, tracked_since } = usage.value;
  return { usage: { last_used, operation, tracked_since } };
}
function evaluateReplicas(subject, id, notices) {
  const { expectation, evidence } = subject;
  return Object.entries(evidence.replicas).flatMap(([region, replica]) => {
    if (!replica.ok || replica.value.multi_region?.type !== "REPLICA") return [];
    const own = { ...nothingRead(replica), policy: evidence.replica_policies[region] ?? null };
    const context = { ...subject.context, region };
    const target = remedyTarget(expectation, region, replica.value);
    return replicaChecks.flatMap(
      (check2) => record(
        check2,
        check2.run({ ...subject, key: replica.value, evidence: own, context }),
        id,
        target,
        notices
      )
    ).map((finding2) => ({ ...finding2, replica_region: region }));
  });
}
function record(check2, result, id, target, notices) {
  if (result.status === "pass" || result.status === "skip") return [];
  if (result.status === "notice") {
    notices.push(noticeFrom(check2, id, result.message));
    return [];
  }
  return [findingFrom(check2, result.status, result, target)];
}
var import_report3, import_expectations13, notRead;
var init_evaluate_key = __esm({
  "src/verify/evaluate-key.ts"() {
    "use strict";
    import_report3 = __toESM(require_shared26(), 1);
    init_check();
    init_all_checks();
    init_canary();
    init_exists();
    init_collect_evidence();
    import_expectations13 = __toESM(require_shared77(), 1);
    init_remedy();
    notRead = {
      ok: false,
      failure: {
        cause: "aborted",
        code: "NotRead",
        message: "the KMS key was not read",
        action: "kms:DescribeKey"
      }
    };
  }
});

// src/verify/recheck.ts
function evaluateCollected(collected, aliases, { context, sampled }) {
  const evaluation = evaluateKey(collected.expectation, collected.evidence, aliases, context);
  const isNeeded = sampled.has(collected.expectation) || mayPass(collected, evaluation, aliases, context);
  return { evaluation, collected: isNeeded ? collected : null };
}
async function recheckTransient(keys2, aliases, request, basis, effects2) {
  let current = aliases;
  let index = indexAliases(aliases);
  const evaluated = [...keys2];
  for (const wait of waits) {
    const open = evaluated.flatMap(
      ({ collected, evaluation }, at) => collected !== null && mayPass(collected, evaluation, index, basis.context) ? [{ before: collected, at }] : []
    );
    if (open.length === 0 || !timeFor(wait, effects2)) break;
    await effects2.clock.sleep(wait);
    current = await effects2.reader.aliases(request.region);
    index = indexAliases(current);
    for (const { before, at } of open) {
      const again = await collectKeyEvidence(
        before.expectation,
        { ...request, canary: false },
        effects2.reader,
        { known: null, policy: hadPolicy(before), usage: false }
      );
      evaluated[at] = evaluateCollected(withUses(again, before), index, basis);
    }
  }
  return { keys: evaluated, aliases: current };
}
function withUses(again, { evidence: before }) {
  const evidence = Object.entries(again.evidence).map(([version3, read2]) => {
    const { usage = null, canary: canary3 } = before[version3] ?? {};
    return [version3, { ...read2, usage, ...canary3 && { canary: canary3 } }];
  });
  return { ...again, evidence: Object.fromEntries(evidence) };
}
function hadPolicy({ evidence }) {
  return Object.values(evidence).some(({ policy }) => policy !== null);
}
function timeFor(wait, { clock: clock2, deadline }) {
  return deadline === null || clock2.now().getTime() + wait < deadline.getTime();
}
function mayPass(collected, evaluation, aliases, context) {
  const failed4 = findingsOfKey(evaluation.key).map(({ finding: finding2 }) => finding2).filter(({ status }) => status === "fail");
  if (failed4.some(isTransient)) return true;
  return failed4.some(({ check: check2 }) => transientChecks.has(check2)) && isYoung(collected, aliases, context);
}
function isTransient({ check: check2, actual }) {
  return check2 === "key_state" && (actual === "Creating" || actual === "Updating");
}
function isYoung({ expectation, evidence }, aliases, { now }) {
  const alias = aliases.ok ? aliases.value.byName.get(expectation.alias) : void 0;
  const times = [
    expectation.distribution_time,
    alias?.updated,
    ...Object.values(evidence).map(({ key }) => key.ok ? key.value.creation_date : null)
  ];
  return times.some((time) => {
    const age = time === null || time === void 0 ? Number.NaN : Date.parse(now) - Date.parse(time);
    return age < propagation;
  });
}
var propagation, waits, transientChecks;
var init_recheck = __esm({
  "src/verify/recheck.ts"() {
    "use strict";
    init_report_findings();
    init_aliases();
    init_collect_evidence();
    init_evaluate_key();
    propagation = 6e4;
    waits = [500, 1e3, 2e3];
    transientChecks = /* @__PURE__ */ new Set(["exists", "material", "alias_exists", "alias_target", "replicas"]);
  }
});

// src/verify/orphan-keys.ts
async function findOrphanKeys(region, expectations, aliases, { reader, clock: clock2, deadline, concurrency: concurrency4 }) {
  if (!aliases.ok) return notSearched(region, aliases.failure);
  const ids = await reader.keyIds(region);
  if (!ids.ok) return notSearched(region, ids.failure);
  const known3 = /* @__PURE__ */ new Set([
    ...aliases.value.map(({ target_key_id }) => target_key_id),
    ...expectations.flatMap(({ versions }) => Object.values(versions))
  ]);
  const unknown = ids.value.filter((id) => !known3.has(id));
  const limit2 = pLimit(concurrency4);
  const described = await Promise.all(
    unknown.slice(0, most3).map(
      (id) => limit2(async () => deadline === null || clock2.now() < deadline ? reader.key(region, id) : null)
    )
  );
  const read2 = described.filter((key) => key?.ok === true);
  const left = unknown.length - read2.length;
  const unowned = read2.map(({ value }) => value).filter(resemblesVaultKey);
  const young = unowned.filter((key) => isYoung2(key, clock2.now()));
  const unread2 = `${left === 1 ? "1 key without an alias was" : `${left} keys without an alias were`} not read.`;
  return {
    orphans: unowned.filter((key) => !young.includes(key)).map(({ key_id }) => ({ alias: null, key_id })),
    notices: [
      ...young.map(
        ({ key_id }) => notice2(
          region,
          `The KMS key ${key_id} belongs to no checked distribution. It is less than a minute old, so a distribution may be in progress: run the check again.`
        )
      ),
      ...left === 0 ? [] : [notice2(region, unread2)]
    ]
  };
}
function resemblesVaultKey({ origin: origin2, key_manager, key_state, multi_region }) {
  return origin2 === "EXTERNAL" && key_manager !== "AWS" && key_state !== "PendingDeletion" && multi_region?.type !== "REPLICA";
}
function isYoung2({ creation_date }, now) {
  return creation_date !== null && now.getTime() - Date.parse(creation_date) < propagation;
}
function notSearched(region, failure) {
  const message = `KMS keys without an alias could not be listed (${showFailure(failure)}). ${(0, import_failure_remedy20.failureRemedy)(failure)}`;
  return { orphans: [], notices: [notice2(region, message)] };
}
function notice2(region, message) {
  return noticeFrom(orphanKey, region, message);
}
var import_failure_remedy20, most3;
var init_orphan_keys = __esm({
  "src/verify/orphan-keys.ts"() {
    "use strict";
    init_p_limit();
    init_evidence();
    init_check();
    init_orphans();
    import_failure_remedy20 = __toESM(require_shared78(), 1);
    init_recheck();
    most3 = 1e3;
  }
});

// src/verify/request-findings.ts
var request_findings_exports = {};
__export(request_findings_exports, {
  requestFindings: () => requestFindings,
  timeFinding: () => timeFinding
});
function requestFindings({ region, providers, min_keys }, expectations) {
  const count8 = expectations.length;
  if (min_keys !== null && count8 < min_keys)
    return [
      findingFrom(minKeys, "fail", {
        expected: `at least ${keys(min_keys)}`,
        actual: keys(count8),
        message: `${region} has ${keys(count8)} to check, and there must be at least ${min_keys}.`
      })
    ];
  const used = new Set(expectations.map(({ kms }) => kms));
  const empty = (providers ?? []).filter((kms) => !used.has(kms));
  if (count8 > 0 && empty.length === 0) return [];
  const where = empty.length === 0 ? "" : ` on ${empty.join(", ")}`;
  return [
    findingFrom(noKeys, "indeterminate", {
      expected: `a key${where} in ${region}`,
      actual: "no key",
      message: `There is no key to check${where} in ${region}.`
    })
  ];
}
function timeFinding({ keys: missing, permissions: permissions2, moved, failure }) {
  const parts = [...missing > 0 ? [keys(missing)] : [], ...permissions2 ? ["the permissions"] : []];
  const message = `Time ran out before ${parts.join(" and ")} could be checked`;
  const found2 = { expected: "everything checked", actual: `${parts.join(" and ")} not checked` };
  if (moved) return findingFrom(outOfTime, "indeterminate", { ...found2, message: `${message}.` });
  const why2 = failure === null ? "" : ` (${showFailure(failure)})`;
  return findingFrom(outOfTime, "indeterminate", {
    ...found2,
    message: `${message}${why2}. This run made no progress, so the report has no \`next\`.`,
    remedy: failure === null ? "Raise the function's timeout, or the action's `timeout`." : (0, import_failure_remedy21.failureRemedy)(failure)
  });
}
function keys(count8) {
  return count8 === 1 ? "1 key" : `${count8} keys`;
}
var import_failure_remedy21;
var init_request_findings = __esm({
  "src/verify/request-findings.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_run_checks();
    import_failure_remedy21 = __toESM(require_shared78(), 1);
  }
});

// src/verify/verify.ts
async function verify2(request, given) {
  const reader = analyzeOnce(given.reader);
  const effects2 = { ...given, reader };
  const { clock: clock2 } = effects2;
  const cursor = cursorOf(request);
  const ordered = inOrder(request.expectations.map(withKeyIds));
  const identity = await reader.identity();
  const auditing = findAuditedPrincipal(request, identity, reader);
  const withoutPrincipal = contextOf(request, identity, null, clock2.now());
  const blocked = evaluateVerifierIdentity(identity, withoutPrincipal);
  if (blocked.length > 0)
    return blockedReport(ordered, blocked, contextOf(request, identity, await auditing, clock2.now()));
  const listed2 = await reader.aliases(request.region);
  const due = remaining(ordered, cursor);
  const cutOff = !listed2.ok && listed2.failure.cause === "aborted";
  const index = indexAliases(listed2);
  const sampled = cursor.permissions_done ? noKeys2 : sampledKeys(request, ordered);
  const basisKnown = auditing.then(
    (audited2) => ({ context: contextOf(request, identity, audited2, clock2.now()), sampled })
  );
  const evaluate = async (collected) => evaluateCollected(collected, index, await basisKnown);
  const evaluated = cutOff ? [] : await collectEvidence(due, { ...request, expectations: ordered }, effects2, evaluate);
  const [audited, basis] = await Promise.all([auditing, basisKnown]);
  const { context } = basis;
  const { keys: keys2, aliases } = await recheckTransient(evaluated, listed2, request, basis, effects2);
  const keysDone = keys2.length === due.length;
  const decided = keysDone && !cursor.permissions_done ? await permissionsOf() : null;
  const permissionsDone = cursor.permissions_done || decided !== null;
  const complete2 = keysDone && permissionsDone;
  const last = keys2.at(-1)?.evaluation.key;
  const failures = (kind) => keys2.flatMap(({ evaluation }) => evaluation[kind]);
  const { orphanKeys, inventory: inventory2 } = complete2 && request.exhaustive && request.depth === "full" ? await readOtherKeys() : noOtherKeys;
  return buildReport({
    ...head(context),
    depth: request.depth,
    keys: keys2.map(({ evaluation }) => evaluation.key),
    permissions: decided?.rows ?? [],
    limits: decided?.limits ?? [],
    orphans: [...aliases.ok ? orphansOf(aliases.value, ordered) : [], ...orphanKeys.orphans],
    findings: [
      ...requestFindings(request, ordered),
      ...complete2 ? [] : [
        timeFinding({
          keys: due.length - keys2.length,
          permissions: !permissionsDone && request.permissions !== null,
          moved: last !== void 0,
          failure: listed2.ok ? null : listed2.failure
        })
      ]
    ],
    notices: [
      ...keys2.flatMap(({ evaluation }) => evaluation.notices),
      ...analyzerNotices(request.region, failures("analyzer_failures")),
      ...lastUseNotices(request.region, failures("usage_failures")),
      ...canaryNotices(
        request.region,
        keys2.map(({ evaluation }) => evaluation.key)
      ),
      ...noticesOf(request),
      ...orphanKeys.notices
    ],
    inventory: inventory2,
    complete: complete2,
    next: complete2 || last === void 0 ? null : writeCursor({ after: cursorPosition(last), permissions_done: permissionsDone }, request.region)
  });
  async function readOtherKeys() {
    const once2 = { ...effects2, reader: describeOnce(effects2.reader) };
    const { region, account_id } = context;
    const scope = { region, account_id, history: request.permissions?.history ?? false };
    const inventory3 = await takeInventory(scope, ordered, aliases, once2);
    const orphanKeys2 = await findOrphanKeys(region, ordered, aliases, once2);
    return { orphanKeys: orphanKeys2, inventory: inventory3 === null ? void 0 : [inventory3] };
  }
  async function permissionsOf() {
    if (request.permissions === null) return none2;
    if (isLate()) return null;
    const decisions3 = await decidePermissions(
      request.permissions,
      {
        region: request.region,
        account_id: context.account_id,
        depth: request.depth,
        audited,
        expectations: ordered,
        keys: keys2.flatMap(({ collected }) => collected ?? []),
        aliases,
        now: clock2.now()
      },
      reader
    );
    return isLate() ? null : decisions3;
  }
  function isLate() {
    return (due.length > 0 || cutOff) && isOver(effects2);
  }
}
function sampledKeys({ permissions: permissions2, depth }, expectations) {
  if (permissions2 === null) return noKeys2;
  return new Set(sampleKeys(expectations, depth).keys.map(({ expectation }) => expectation));
}
function isOver({ deadline, clock: clock2 }) {
  return deadline !== null && clock2.now() >= deadline;
}
function contextOf(request, identity, audited, now) {
  return {
    region: request.region,
    account_id: identity.ok ? identity.value.account_id : null,
    expected_account_id: request.account_id,
    principal_arn: audited?.principal_arn ?? null,
    now: now.toISOString(),
    expiry_notice_days: 30,
    expiry_fail_days: 7
  };
}
function cursorOf({ next, region }) {
  if (next === null) return start;
  const cursor = readCursor(next, region);
  if (cursor !== null) return cursor;
  throw new import_errors5.RunError(
    "invalid_cursor",
    `"next" is not a cursor from a report of ${region}.`,
    'Give the "next" of the report to continue, with the same region, or leave it out.'
  );
}
function blockedReport(ordered, findings2, context) {
  const failure = {
    cause: "not_called",
    code: "NotCalled",
    message: `see the finding "${findings2[0]?.check}"`,
    action: "kms:DescribeKey"
  };
  const evaluations = ordered.map((expectation) => {
    const evidence = Object.fromEntries(
      Object.keys(expectation.versions).map((version3) => [version3, nothingRead(failed2(failure))])
    );
    return evaluateKey(expectation, evidence, failed2(failure), context);
  });
  return buildReport({
    ...head(context),
    keys: evaluations.map(({ key }) => key),
    permissions: [],
    limits: [],
    orphans: [],
    findings: findings2,
    notices: [],
    complete: false,
    next: null
  });
}
function head(context) {
  const { region, account_id, principal_arn, now } = context;
  return { region, account_id, principal_arn, checked_at: now };
}
function noticesOf({ permissions: permissions2 }) {
  if (permissions2 === null || !permissions2.sets.includes("terraform") || permissions2.sets.includes("vault"))
    return [];
  return [
    noticeFrom(
      permissionSetsNotice,
      "terraform",
      `The nine actions of Terraform's documentation are not enough to import keys: ${import_permission_sets3.missingFromTerraform.join(", ")} are missing. Check the set vault as well.`
    )
  ];
}
var import_errors5, import_permission_sets3, noKeys2, noOtherKeys, none2;
var init_verify = __esm({
  "src/verify/verify.ts"() {
    "use strict";
    import_errors5 = __toESM(require_shared17(), 1);
    init_evidence();
    init_aliases();
    init_analyze_once();
    init_audited_principal();
    init_build_report();
    init_check();
    init_canary();
    init_identity_checks();
    init_last_use();
    init_orphans();
    init_policy_public();
    init_run_checks();
    init_collect_evidence();
    init_cursor();
    init_evaluate_key();
    init_key_ids();
    init_orphan_keys();
    init_decide_permissions();
    import_permission_sets3 = __toESM(require_shared81(), 1);
    init_sample_keys();
    init_recheck();
    init_request_findings();
    init_take_inventory();
    noKeys2 = /* @__PURE__ */ new Set();
    noOtherKeys = { orphanKeys: { orphans: [], notices: [] }, inventory: void 0 };
    none2 = { rows: [], limits: [] };
  }
});

// src/verifier/time-budget.ts
function limitSlowServices(reader, open, left) {
  const iam = limiter(open, left);
  const analyzer = limiter(open, left);
  const organizations = limiter(open, left);
  const trail = limiter(open, left);
  const usage = limiter(open, left);
  return {
    ...reader,
    principal: (...args) => iam((limited) => limited.principal(...args)),
    simulate: (...args) => iam((limited) => limited.simulate(...args)),
    publicAccess: (...args) => analyzer((limited) => limited.publicAccess(...args)),
    organizationPolicies: (...args) => organizations((limited) => limited.organizationPolicies(...args)),
    history: (...args) => trail((limited) => limited.history(...args)),
    lastUsage: (...args) => usage((limited) => limited.lastUsage(...args)),
    keyCreators: (...args) => trail((limited) => limited.keyCreators(...args)),
    policyChanges: (...args) => trail((limited) => limited.policyChanges(...args))
  };
}
function limiter(open, left) {
  let unanswered = null;
  return async (call) => {
    if (unanswered !== null) return failed2(unanswered);
    const time = Math.round(Math.max(least, left() * share2));
    const signal = AbortSignal.timeout(time);
    const result = await call(open(signal));
    if (result.ok || !signal.aborted || result.failure.cause !== "aborted") return result;
    unanswered = {
      ...result.failure,
      cause: "timeout",
      code: "TimeoutError",
      message: `no answer within ${(time / 1e3).toFixed(1)} s`
    };
    return failed2(unanswered);
  };
}
var share2, least;
var init_time_budget = __esm({
  "src/verifier/time-budget.ts"() {
    "use strict";
    init_evidence();
    share2 = 0.25;
    least = 1e3;
  }
});

// src/verifier/verify-in-aws.ts
var verify_in_aws_exports = {};
__export(verify_in_aws_exports, {
  verifyInAws: () => verifyInAws
});
async function verifyInAws(request, identity, { env, clock: clock2, run_id, deadline, signal, shared: shared2 }) {
  const stop = new AbortController();
  const timer = deadline === null ? null : setTimeout(() => stop.abort(), Math.max(0, deadline.getTime() - clock2.now().getTime()) + grace);
  const until = AbortSignal.any(signal === void 0 ? [stop.signal] : [stop.signal, signal]);
  const settings = {
    env,
    credentials: null,
    run_id,
    ...shared2,
    kms_endpoint: null,
    signal: until
  };
  const open = (credentials2) => {
    const own = { ...settings, credentials: credentials2 };
    const readerUntil = (signal2) => createAwsReader(openClients({ ...own, signal: AbortSignal.any([until, signal2]) }), request.region);
    const reader = createAwsReader(openClients(own), request.region);
    if (deadline === null) return reader;
    return limitSlowServices(reader, readerUntil, () => deadline.getTime() - clock2.now().getTime());
  };
  try {
    const credentials2 = await resolveVerifierCredentials(
      identity,
      request.region,
      run_id,
      openClients(settings),
      clock2
    );
    const reader = credentials2.ok ? open(credentials2.value) : failingReader(failed2(credentials2.failure));
    return await verify2(
      { ...request, principal_arn: auditedPrincipal(request, identity) },
      { reader, clock: clock2, deadline, concurrency: concurrency3 }
    );
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}
function auditedPrincipal({ principal_arn, audits_verifier }, identity) {
  return principal_arn ?? (audits_verifier && identity.kind === "role" ? identity.role_arn : null);
}
function failingReader(failure) {
  const answer = async () => failure;
  return {
    identity: answer,
    key: answer,
    aliases: answer,
    keyIds: answer,
    policy: answer,
    materials: answer,
    publicKey: answer,
    principal: answer,
    simulate: answer,
    publicAccess: answer,
    resourceTags: answer,
    lastUsage: answer,
    grants: answer,
    organizationPolicies: answer,
    history: answer,
    keyCreators: answer,
    policyChanges: answer,
    encrypt: answer,
    decrypt: answer,
    sign: answer
  };
}
var grace, concurrency3;
var init_verify_in_aws = __esm({
  "src/verifier/verify-in-aws.ts"() {
    "use strict";
    init_clients();
    init_read_evidence();
    init_verifier_identity();
    init_evidence();
    init_verify();
    init_time_budget();
    grace = 1e3;
    concurrency3 = 20;
  }
});

// shared:shared14
var require_shared14 = __commonJS({
  "shared:shared14"(exports2, module2) {
    module2.exports = require("../index.cjs").shared14;
  }
});

// src/verify/apply-exceptions.ts
function applyExceptions(given, { exceptions, severities: severities3 }, now) {
  const report = withSeverities(given, severities3);
  const inForce = new Map(
    exceptions.filter((one) => now.getTime() < ends(one)).map((one) => [one.id, one])
  );
  const accepted = [...acceptedFindings(report, inForce), ...acceptedPermissions(report, inForce)];
  const counts = ({ id }) => id === void 0 || !inForce.has(id);
  const keys2 = report.keys.map((key) => {
    const findings2 = key.findings.filter(counts);
    const versions = key.versions.map((version3) => {
      const left = version3.findings.filter(counts);
      return left.length === version3.findings.length ? version3 : { ...version3, findings: left, status: (0, import_report4.worst)(left.map(({ status }) => status)) };
    });
    const same = findings2.length === key.findings.length && versions.every((one, at) => one === key.versions[at]);
    return same ? key : { ...key, findings: findings2, versions, status: (0, import_report4.worst)([...versions, ...findings2].map(({ status }) => status)) };
  });
  return {
    ...buildReport({
      ...report,
      keys: keys2,
      findings: report.findings.filter(counts),
      permissions: report.permissions.filter(counts),
      notices: [...report.notices, ...noticesAbout(report, exceptions, now)],
      next: report.next ?? null
    }),
    ...report.changes === void 0 ? {} : { changes: report.changes },
    // What was decided is evidence, also where it is accepted.
    ...report.controls === void 0 ? {} : { controls: report.controls },
    accepted
  };
}
function ends({ expires }) {
  return Date.parse(`${expires}T00:00:00Z`);
}
function acceptedFindings(report, inForce) {
  return findingsOf(report).flatMap(({ finding: finding2, key, version: version3 }) => {
    const exception = inForce.get(finding2.id ?? "");
    if (exception === void 0) return [];
    return [
      {
        ...exception,
        key: key === null ? null : keyReportId(key),
        version: version3?.version ?? null,
        finding: finding2
      }
    ];
  });
}
function acceptedPermissions(report, inForce) {
  return report.permissions.flatMap((permission) => {
    const exception = inForce.get(permission.id ?? "");
    return exception === void 0 ? [] : [{ ...exception, key: null, version: null, permission }];
  });
}
function withSeverities(report, severities3) {
  const set = (finding2) => {
    const own = severities3[finding2.check];
    return own === void 0 ? finding2 : { ...finding2, severity: severityOf(finding2.check, finding2.status, own) };
  };
  return {
    ...report,
    findings: report.findings.map(set),
    keys: report.keys.map((key) => ({
      ...key,
      findings: key.findings.map(set),
      versions: key.versions.map((version3) => ({ ...version3, findings: version3.findings.map(set) }))
    }))
  };
}
function noticesAbout(report, exceptions, now) {
  const open = /* @__PURE__ */ new Set([
    ...findingsOf(report).map(({ finding: finding2 }) => finding2.id),
    ...report.permissions.map(({ id }) => id)
  ]);
  return exceptions.flatMap((exception) => {
    const { id, owner, expires } = exception;
    const left = ends(exception) - now.getTime();
    const say = (message) => [
      noticeFrom(exceptionNotice, id, `The exception for ${id} (${owner}) ${message}`)
    ];
    if (open.has(id)) {
      if (left <= 0) return say(`expired on ${expires}: the finding counts again.`);
      return left <= soon ? say(`expires on ${expires}; then the finding counts again.`) : [];
    }
    return isAbout(report, id) ? say("matches no finding: remove it.") : [];
  });
}
function isAbout({ complete: complete2, keys: keys2, region, controls = {} }, id) {
  const last = id.slice(id.lastIndexOf("/") + 1);
  const check2 = last.includes(":") ? "permission" : last;
  return complete2 && Object.hasOwn(controls, check2) && (keys2.some(
    (key) => id.startsWith(`${keyReportId(key)}@`) || id.startsWith(`${keyReportId(key)}/`) || id === `${providerOf(key)}/${check2}`
  ) || id.startsWith(`${region}/`));
}
var import_report4, soon;
var init_apply_exceptions = __esm({
  "src/verify/apply-exceptions.ts"() {
    "use strict";
    import_report4 = __toESM(require_shared26(), 1);
    init_report_findings();
    init_build_report();
    init_check();
    init_run_checks();
    init_identify();
    init_severities();
    soon = 14 * 864e5;
  }
});

// src/verify/compare-reports.ts
function compareReports(earlier, report) {
  const before = problemsOf(earlier);
  const now = problemsOf(report);
  const accepted = new Set((report.accepted ?? []).map(({ id }) => id));
  const isNew = ({ id, status }) => {
    const was = before.get(id);
    return was === void 0 || was.status === "indeterminate" && status === "fail";
  };
  const fresh = [...now.values()].filter(isNew);
  const wasKey = new Map(earlier.keys.map((key) => [keyReportId(key), key]));
  const isKey = new Map(report.keys.map((key) => [keyReportId(key), key]));
  const permissions2 = changedPermissions(earlier, report);
  return {
    since: earlier.checked_at,
    new: fresh,
    fixed: [...before.values()].filter(
      (problem2) => !now.has(problem2.id) && !accepted.has(problem2.id) && isCovered(problem2, report, isKey)
    ),
    unchanged: now.size - fresh.length,
    material_replaced: report.keys.flatMap((key) => replacedIn(key, wasKey.get(keyReportId(key)))),
    keys_added: [...isKey.keys()].filter((id) => !wasKey.has(id)),
    keys_gone: report.complete ? [...wasKey.keys()].filter((id) => !isKey.has(id)) : [],
    permissions_gained: permissions2("denied", "allowed"),
    permissions_lost: permissions2("allowed", "denied")
  };
}
function problemsOf(report) {
  const { keys: keys2, findings: findings2, permissions: permissions2 } = identified(report);
  const problems = [
    ...findingsOf({ keys: keys2, findings: findings2 }).map(
      ({ finding: { id = "", check: check2, status, message } }) => ({ id, check: check2, status, message })
    ),
    ...permissions2.filter(({ decision }) => decision !== "allowed").map(
      ({ id = "", action, decision, message }) => ({
        id,
        check: "permission",
        status: decision === "denied" ? "fail" : "indeterminate",
        message: `${action}: ${message}`
      })
    )
  ];
  return new Map(problems.filter(({ status }) => status !== "pass").map((problem2) => [problem2.id, problem2]));
}
function isCovered({ id, check: check2 }, { complete: complete2, controls, permissions: permissions2 }, keys2) {
  if (check2 === "permission") return permissions2.some((row2) => permissionId(row2) === id);
  if (controls !== void 0 && !Object.hasOwn(controls, check2)) return false;
  const { key, version: version3 } = aboutKey.exec(id)?.groups ?? {};
  if (key === void 0 && isSampledCheck(check2))
    return [...keys2.values()].some((one) => id === `${providerOf(one)}/${check2}` && hasReadPolicy(one));
  if (key === void 0) return complete2;
  const checked = keys2.get(key);
  if (checked === void 0 || version3 === void 0) return checked !== void 0;
  return checked.versions.some(
    (one) => one.version === Number(version3) && (check2 !== "canary" || hasReadCanary(one))
  );
}
function hasReadPolicy({ versions }) {
  return versions.some(({ policy_read }) => policy_read === true);
}
function replacedIn(key, before) {
  return key.versions.flatMap((version3) => {
    const was = before?.versions.find((one) => one.version === version3.version);
    if (was === void 0 || !differs(was, version3)) return [];
    const { key_id } = version3;
    return [
      {
        id: keyReportId(key),
        version: version3.version,
        key_id,
        from: materialOf(was),
        to: materialOf(version3)
      }
    ];
  });
}
function differs(was, is) {
  if (was.key_id !== is.key_id) return true;
  return was.key_material_id !== null && is.key_material_id !== null && was.key_material_id !== is.key_material_id;
}
function materialOf({ key_material_id, key_id }) {
  return key_material_id ?? key_id;
}
function changedPermissions(earlier, report) {
  const before = decisions2(earlier);
  const now = decisions2(report);
  return (from, to) => [...now].flatMap(
    ([about, row2]) => row2.decision === to && before.get(about)?.decision === from ? [{ action: row2.action, principal_arn: row2.principal_arn, region: row2.region }] : []
  );
}
function decisions2({ permissions: permissions2, accepted = [] }) {
  const rows = [...permissions2, ...accepted.flatMap(({ permission }) => permission ?? [])];
  const worst6 = /* @__PURE__ */ new Map();
  for (const row2 of rows) {
    const about = `${row2.region} ${row2.principal_arn} ${row2.action}`;
    const other = worst6.get(about);
    if (other === void 0 || severity[row2.decision] > severity[other.decision]) worst6.set(about, row2);
  }
  return worst6;
}
var aboutKey, severity;
var init_compare_reports = __esm({
  "src/verify/compare-reports.ts"() {
    "use strict";
    init_report_findings();
    init_identify();
    aboutKey = /^(?<key>.+\/key\/[^/@]+)(?:@(?<version>\d+))?\//;
    severity = { allowed: 0, indeterminate: 1, denied: 2 };
  }
});

// src/verify/audit-report.ts
var audit_report_exports = {};
__export(audit_report_exports, {
  auditReport: () => auditReport
});
function auditReport(report, { exceptions, baseline }, now) {
  const accepted = exceptions === null ? report : applyExceptions(report, exceptions, now);
  return baseline === null ? accepted : { ...accepted, changes: compareReports(baseline, accepted) };
}
var init_audit_report = __esm({
  "src/verify/audit-report.ts"() {
    "use strict";
    init_apply_exceptions();
    init_compare_reports();
  }
});

// shared:shared2
var require_shared2 = __commonJS({
  "shared:shared2"(exports2, module2) {
    module2.exports = require("../index.cjs").shared2;
  }
});

// shared:shared3
var require_shared3 = __commonJS({
  "shared:shared3"(exports2, module2) {
    module2.exports = require("../index.cjs").shared3;
  }
});

// shared:shared6
var require_shared6 = __commonJS({
  "shared:shared6"(exports2, module2) {
    module2.exports = require("../index.cjs").shared6;
  }
});

// shared:shared4
var require_shared4 = __commonJS({
  "shared:shared4"(exports2, module2) {
    module2.exports = require("../index.cjs").shared4;
  }
});

// shared:shared5
var require_shared5 = __commonJS({
  "shared:shared5"(exports2, module2) {
    module2.exports = require("../index.cjs").shared5;
  }
});

// shared:shared12
var require_shared12 = __commonJS({
  "shared:shared12"(exports2, module2) {
    module2.exports = require("../index.cjs").shared12;
  }
});

// shared:shared21
var require_shared21 = __commonJS({
  "shared:shared21"(exports2, module2) {
    module2.exports = require("../index.cjs").shared21;
  }
});

// shared:shared37
var require_shared37 = __commonJS({
  "shared:shared37"(exports2, module2) {
    module2.exports = require("../index.cjs").shared37;
  }
});

// shared:shared36
var require_shared36 = __commonJS({
  "shared:shared36"(exports2, module2) {
    module2.exports = require("../index.cjs").shared36;
  }
});

// shared:shared33
var require_shared33 = __commonJS({
  "shared:shared33"(exports2, module2) {
    module2.exports = require("../index.cjs").shared33;
  }
});

// shared:shared34
var require_shared34 = __commonJS({
  "shared:shared34"(exports2, module2) {
    module2.exports = require("../index.cjs").shared34;
  }
});

// <stdin>
var stdin_exports = {};
__export(stdin_exports, {
  contentOfReport: () => contentOfReport,
  contentOfRun: () => contentOfRun,
  doctorCommand: () => doctorCommand,
  evidencePage: () => evidencePage,
  junitXml: () => junitXml,
  missingReplicas: () => missingReplicas,
  openReader: () => openReader,
  openSharedConnections: () => openSharedConnections,
  policyCommand: () => policyCommand,
  readBaselineFile: () => readBaselineFile,
  readExceptionsFile: () => readExceptionsFile,
  sarifJson: () => sarifJson,
  verifyCommand: () => verifyCommand,
  verifyCredentials: () => verifyCredentials,
  verifyDistributions: () => verifyDistributions
});
module.exports = __toCommonJS(stdin_exports);

// src/model/diagnosis.ts
function diagnosisOf(checks2) {
  const has = (status) => checks2.some((check2) => check2.status === status);
  return { schema_version: 1, status: has("failed") ? "failed" : has("warning") ? "warning" : "ok", checks: checks2 };
}

// src/doctor/diagnose.ts
var import_connect = __toESM(require_shared42(), 1);
var import_retry_policy = __toESM(require_shared50(), 1);

// src/doctor/doctor-check.ts
function ok(subject, message) {
  return { subject, status: "ok", message, remedy: "" };
}
function warning(subject, message, remedy2) {
  return { subject, status: "warning", message, remedy: remedy2 };
}
function failed(subject, message, remedy2) {
  return { subject, status: "failed", message, remedy: remedy2 };
}
function skipped(subject, message) {
  return { subject, status: "skipped", message, remedy: "" };
}

// src/doctor/providers.ts
var import_id = __toESM(require_shared18(), 1);
function providersOf({
  desired,
  verify: verify3
}) {
  return desired.mounts.flatMap(
    (mount) => mount.kms.map((provider) => {
      const settings = {
        role_arn: provider.verify.role_arn ?? verify3.role_arn,
        external_id: provider.verify.external_id ?? verify3.external_id,
        principal_arn: provider.verify.principal_arn ?? verify3.principal_arn,
        account_id: provider.verify.account_id
      };
      const { role_arn } = settings;
      return {
        id: (0, import_id.providerId)(mount, provider.name),
        provider,
        verify: settings,
        reader: `${provider.key_collection}, ${role_arn === null ? "this job's AWS credentials" : role_arn}`
      };
    })
  );
}
async function openVerifier({ provider, verify: { role_arn, external_id } }, { env, clock: clock2 }) {
  const [{ openReader: openReader2 }, { openSharedConnections: openSharedConnections2 }] = await Promise.all([
    Promise.resolve().then(() => (init_open_reader(), open_reader_exports)),
    Promise.resolve().then(() => (init_aws_effects(), aws_effects_exports))
  ]);
  return openReader2(
    role_arn === null ? { kind: "self" } : { kind: "role", role_arn, external_id },
    provider.key_collection,
    { env, clock: clock2, run_id: env["GITHUB_RUN_ID"] || null, shared: openSharedConnections2(clock2) }
  );
}

// src/doctor/checks/audited-permissions.ts
var auditedPermissions = {
  id: "audited_permissions",
  proves: "Vault's principal may do what the permission sets ask for, as far as the verifier can establish it.",
  needs: ["verifier_permissions"],
  run: async (context) => (await Promise.all((context.found.readers ?? []).map((subject) => permissionsResult(subject, context)))).flat()
};
async function permissionsResult(subject, context) {
  const { principal_arn } = subject.verify;
  if (principal_arn === null && subject.provider.credentials !== null) return [];
  if (principal_arn === null)
    return [
      warning(
        subject.reader,
        "no principal is given, so that no permission can be verified",
        "Set `principal_arn` to the user or role whose credentials Vault uses towards AWS."
      )
    ];
  const opened = await openVerifier(subject, context);
  if (!opened.ok) return [];
  const { auditPrincipal: auditPrincipal2 } = await Promise.resolve().then(() => (init_audit_principal(), audit_principal_exports));
  const { denied: denied4, open } = await auditPrincipal2(
    opened.value,
    {
      principal_arn,
      region: subject.provider.key_collection,
      sets: context.permissions ?? ["terraform", "vault"]
    },
    context.clock.now()
  );
  if (denied4.length > 0)
    return [
      failed(
        principal_arn,
        `denied: ${denied4.join(", ")}`,
        "Grant the actions: the command policy prints the IAM policy for Vault's principal."
      )
    ];
  if (open.length > 0)
    return [
      warning(principal_arn, `not decided: ${open.join(", ")}`, "The command verify says why, per action.")
    ];
  return [ok(principal_arn, "every action of the permission sets is allowed")];
}

// src/doctor/checks/clock-skew.ts
var limits = { warning: 30, failed: 300 };
var clock = {
  id: "clock",
  proves: "This machine's clock agrees with Vault's.",
  needs: ["vault_http"],
  run: async ({ settings, found: { health }, ...context }) => {
    const { host } = settings.connection.url;
    if (health.server_time === null) return [skipped(host, "the server does not return its time")];
    const skew = Math.round((context.clock.now().getTime() - health.server_time.getTime()) / 1e3);
    const message = `this machine's clock is ${Math.abs(skew)} s ${skew < 0 ? "behind" : "ahead of"} Vault's`;
    const remedy2 = "Synchronize both clocks (NTP): tokens, certificates and AWS signatures are only valid at the right time.";
    if (Math.abs(skew) > limits.failed) return [failed(host, message, remedy2)];
    if (Math.abs(skew) > limits.warning) return [warning(host, message, remedy2)];
    return [ok(host, `within ${limits.warning} s of Vault's clock`)];
  }
};

// src/doctor/checks/credentials-accepted.ts
var declaredCredentials = {
  id: "declared_credentials",
  proves: "AWS accepts each provider's declared credentials, their account is allowed, and they may do what Vault needs.",
  needs: ["provider_region"],
  run: (context) => Promise.all(
    providersOf(context).filter(({ provider }) => provider.credentials !== null).map((subject) => credentialsResult(subject, context))
  )
};
async function credentialsResult({ id, provider }, { allowed_account_ids, env, clock: clock2 }) {
  const [{ verifyCredentials: verifyCredentials2 }, { openSharedConnections: openSharedConnections2 }] = await Promise.all([
    Promise.resolve().then(() => (init_verify_credentials(), verify_credentials_exports)),
    Promise.resolve().then(() => (init_aws_effects(), aws_effects_exports))
  ]);
  const { verdict, arn: arn2, account_id, simulation_denied, messages } = await verifyCredentials2(
    {
      credentials: provider.credentials,
      region: provider.key_collection,
      allowed_account_ids,
      sets: ["vault"]
    },
    { env, run_id: env["GITHUB_RUN_ID"] || null, shared: openSharedConnections2(clock2), clock: clock2 }
  );
  if (verdict === "ok")
    return ok(id, `${arn2}, account ${account_id}: every action of the set vault is allowed`);
  if (verdict === "unknown" && simulation_denied)
    return ok(
      id,
      `${arn2}, account ${account_id}: AWS accepts the credentials. They do not include iam:SimulatePrincipalPolicy, which Vault does not need; run verify with a verifier identity to check their permissions`
    );
  const message = messages.join(" ");
  if (verdict === "unknown") return warning(id, message, remedies.unknown);
  return failed(id, message, remedies[verdict]);
}
var remedies = {
  invalid: "Declare credentials that AWS accepts, of an allowed account.",
  denied: "Grant the actions: the command policy prints the IAM policy that Vault’s principal needs.",
  unknown: "Run it with an identity and a network that can check them, or set `check_credentials: off`."
};

// src/doctor/checks/github-oidc.ts
var import_id_token_permission = __toESM(require_shared66(), 1);
var githubOidc = {
  id: "github_oidc",
  proves: "GitHub gives this job an OIDC token, where the login needs one.",
  needs: [],
  run: async ({ settings, env }) => {
    const { method, jwt } = settings.login;
    if (method !== "jwt" || jwt !== null) return [];
    const missing = (0, import_id_token_permission.missingIdToken)(env);
    if (missing !== null) return [failed("job", missing.message, missing.remedy)];
    return [ok("job", "may request an OIDC token")];
  }
};

// src/doctor/checks/keymgmt-mount.ts
var import_id2 = __toESM(require_shared18(), 1);
var import_keymgmt = __toESM(require_shared57(), 1);

// src/doctor/checks/vault-edition.ts
var vaultEdition = {
  id: "vault_edition",
  proves: "The server is Vault Enterprise or HCP Vault, which have the keymgmt engine.",
  needs: ["vault_http"],
  run: async ({ settings, found: { health } }) => {
    const { host } = settings.connection.url;
    const other = otherEdition(health);
    if (other === null) return [ok(host, "Vault Enterprise")];
    return [warning(host, `the server is ${other}, which has no keymgmt engine of its own`, needsEnterprise)];
  }
};
var needsEnterprise = "Use Vault Enterprise with the Advanced Data Protection module, or HCP Vault; `npm run emulator` has the engine for tests.";
function otherEdition({ version: version3, enterprise }) {
  if (enterprise === true || /\+(ent|hsm|fips|prem)/.test(version3)) return null;
  return `${version3}, ${enterprise === false ? "Vault Community" : "Vault Community or OpenBao"}`;
}

// src/doctor/checks/keymgmt-mount.ts
var keymgmtMount = {
  id: "keymgmt_mount",
  proves: "A keymgmt engine is mounted at each declared path, or may be enabled there.",
  needs: ["vault_namespace"],
  run: async ({ found: found2 }) => {
    const results = await Promise.all(
      found2.mounts.map(async (mount) => ({
        mount,
        result: await mountResult(found2.vault, mount, otherEdition(found2.health))
      }))
    );
    found2.engines = results.filter(({ result }) => result.status === "ok").map(({ mount }) => mount);
    return results.map(({ result }) => result);
  }
};
async function mountResult(vault, mount, edition) {
  const id = (0, import_id2.mountId)(mount);
  const engine = await new import_keymgmt.Keymgmt(vault, mount).engine();
  if (engine?.type.includes("keymgmt")) return ok(id, "a keymgmt engine is mounted");
  if (engine !== null)
    return failed(
      id,
      `the engine mounted there is "${engine.type}", not keymgmt`,
      "Declare the path of the keymgmt engine, or a free path with `create_mount: true`."
    );
  if (edition !== null)
    return failed(id, `no keymgmt engine is mounted there, and the server is ${edition}`, needsEnterprise);
  if (mount.create_mount)
    return ok(id, "nothing is mounted; `apply` enables the engine (`create_mount: true`)");
  return failed(
    id,
    "no keymgmt engine is mounted there, or the token has no policy for any path below it",
    `Check \`path\` and \`namespace\` (vault secrets list), set \`create_mount: true\`, or give the token the policy that the command policy prints.`
  );
}

// src/doctor/checks/lambda-function.ts
var import_version2 = __toESM(require_shared82(), 1);
var lambdaFunction = {
  id: "lambda_function",
  proves: "The verifier Lambda is there, may be invoked, has the version of this action, and may assume the declared roles.",
  needs: [],
  run: async (context) => {
    const { lambda, env, clock: clock2 } = context;
    if (lambda === null) return [];
    const [{ openLambda: openLambda2 }, { describeVerifier: describeVerifier2 }] = await Promise.all([
      Promise.resolve().then(() => (init_verify_through_lambda(), verify_through_lambda_exports)),
      Promise.resolve().then(() => (init_describe_verifier(), describe_verifier_exports))
    ]);
    const { clients } = openLambda2(
      { env, run_id: env["GITHUB_RUN_ID"] || null, signal: context.signal },
      clock2
    );
    const roles = providersOf(context).flatMap(({ verify: verify3 }) => verify3.role_arn ?? []);
    const { version: deployed, denied_role_arns } = await describeVerifier2(
      lambda,
      [...new Set(roles)],
      clients
    );
    return [...versionResult(lambda.name, deployed), ...denied_role_arns.map(denied3(lambda.name))];
  }
};
function versionResult(name, deployed) {
  if (deployed === import_version2.version) return [ok(name, `version ${deployed}, may be invoked`)];
  return [
    failed(
      name,
      `the function has the version ${deployed}, this action ${import_version2.version}`,
      "Deploy the function's bundle of this action's version."
    )
  ];
}
function denied3(name) {
  return (role) => failed(
    name,
    `the function's ALLOWED_ROLE_ARNS does not list ${role}`,
    "Add the role to the parameter AllowedRoleArns of the stack, and deploy it."
  );
}

// src/doctor/checks/provider-region.ts
var import_partitions3 = __toESM(require_shared22(), 1);
var providerRegion = {
  id: "provider_region",
  proves: "Each provider's `key_collection`, and each key's replica region, is an AWS region.",
  needs: [],
  run: async (context) => providersOf(context).map(
    ({ id, provider }) => import_partitions3.regions.includes(provider.key_collection) ? ok(id, provider.key_collection) : warning(
      id,
      `${provider.key_collection} is no region that this version knows`,
      "Check `key_collection`: Vault cannot change it once the provider is registered."
    )
  )
};

// src/doctor/checks/proxy-in-effect.ts
var import_proxy2 = __toESM(require_shared11(), 1);
var import_partitions4 = __toESM(require_shared22(), 1);
var proxy = {
  id: "proxy",
  proves: "HTTPS_PROXY, HTTP_PROXY and NO_PROXY are well-formed; which hop each host is reached by.",
  needs: [],
  run: async ({ settings, desired, env }) => {
    const regions2 = desired.mounts.flatMap(({ kms }) => kms.map(({ key_collection }) => key_collection));
    const targets = [
      settings.connection.url,
      ...[...new Set(regions2)].map(
        (region) => new URL(`https://kms.${region}.${(0, import_partitions4.partitionOf)(region).dns_suffix}`)
      ),
      new URL(env["GITHUB_API_URL"] || "https://api.github.com")
    ];
    return targets.map((target) => {
      try {
        const hop = (0, import_proxy2.proxyFor)(target, env);
        return ok(
          target.host,
          hop === null ? "no proxy applies" : `connections go through the proxy ${hop.host}`
        );
      } catch (error) {
        const { message, remedy: remedy2 } = error;
        return failed(target.host, message, remedy2);
      }
    });
  }
};

// src/policy/vault-policies.ts
var import_id3 = __toESM(require_shared18(), 1);
var jobs = ["plan", "apply", "rotate", "destroy", "verify"];
function vaultPolicies(desired, prune) {
  const rules = vaultRules(desired, prune);
  return Object.fromEntries(jobs.map((job) => [job, hcl(rules[job])]));
}
function vaultRules(desired, prune) {
  const rulesOf = (job) => desired.mounts.flatMap((mount) => [
    ...rulesFor[job](mount),
    ...prune && job === "apply" ? pruning(mount) : []
  ]);
  return Object.fromEntries(jobs.map((job) => [job, merge(rulesOf(job))]));
}
var rulesFor = {
  plan: observe2,
  verify: observe2,
  apply: (mount) => [
    ...observe2(mount),
    ...mount.create_mount ? [rule(`${prefix(mount)}sys/mounts/${mount.path}`, "create", "update")] : [],
    ...mount.kms.map(({ name }) => rule((0, import_id3.providerId)(mount, name), "create", "update")),
    ...mount.keys.map(({ name }) => rule((0, import_id3.keyId)(mount, name), "create", "update")),
    ...distributions(mount).map((id) => rule(id, "create", "update")),
    ...distributions(mount, (key) => key.replica_regions.length > 0).map(
      (id) => rule(`${id}/replicate`, "create", "update")
    )
  ],
  rotate: (mount) => [
    ...observe2(mount),
    ...mount.keys.map(({ name }) => rule(`${(0, import_id3.keyId)(mount, name)}/rotate`, "create", "update"))
  ],
  destroy: (mount) => [
    ...observe2(mount),
    ...distributions(mount).map((id) => rule(id, "delete")),
    ...mount.kms.map(({ name }) => rule((0, import_id3.providerId)(mount, name), "delete"))
  ]
};
function observe2(mount) {
  return [
    rule(`${(0, import_id3.mountId)(mount)}/key`, "list"),
    rule(`${(0, import_id3.mountId)(mount)}/kms`, "list"),
    ...mount.kms.flatMap(({ name }) => [
      rule((0, import_id3.providerId)(mount, name), "read"),
      rule(`${(0, import_id3.providerId)(mount, name)}/key`, "list")
    ]),
    ...mount.keys.flatMap(({ name, kms }) => [
      rule((0, import_id3.keyId)(mount, name), "read"),
      ...kms === null ? [] : [rule(`${(0, import_id3.keyId)(mount, name)}/kms`, "list")]
    ]),
    ...distributions(mount).map((id) => rule(id, "read"))
  ];
}
function pruning(mount) {
  const at = (0, import_id3.mountId)(mount);
  return [
    rule(`${at}/kms/+`, "read", "delete"),
    rule(`${at}/kms/+/key/`, "list"),
    rule(`${at}/kms/+/key/+`, "read", "delete")
  ];
}
function distributions(mount, which = () => true) {
  return mount.keys.flatMap(
    (key) => key.kms === null || !which(key) ? [] : [(0, import_id3.distributionId)(mount, key.kms, key.name)]
  );
}
function prefix({ namespace }) {
  return namespace === "" ? "" : `${namespace}/`;
}
function rule(path, ...capabilities) {
  return { path, capabilities };
}
function merge(rules) {
  const byPath = /* @__PURE__ */ new Map();
  for (const { path, capabilities } of rules) {
    const known3 = byPath.get(path) ?? /* @__PURE__ */ new Set();
    for (const capability of capabilities) known3.add(capability);
    byPath.set(path, known3);
  }
  return [...byPath].map(([path, capabilities]) => ({ path, capabilities: [...capabilities] }));
}
function hcl(rules) {
  return rules.map(
    ({ path, capabilities }) => `path ${JSON.stringify(path)} {
  capabilities = ${JSON.stringify(capabilities).replaceAll(",", ", ")}
}
`
  ).join("\n");
}

// src/doctor/checks/vault-capabilities.ts
var basic = /* @__PURE__ */ new Set(["plan", "verify"]);
var vaultCapabilities = {
  id: "vault_capabilities",
  proves: "The token's policies allow what each command does on the declared ids.",
  needs: ["keymgmt_mount"],
  run: async ({ found: found2 }) => {
    const rules = vaultRules({ mounts: found2.engines }, false);
    const paths = [...new Set(Object.values(rules).flatMap((list3) => list3.map(({ path }) => path)))];
    const held = await found2.vault.put({ namespace: "", path: ["sys", "capabilities-self"] }, { paths });
    return Object.entries(rules).map(
      ([job, list3]) => capabilityResult(
        job,
        list3.flatMap((rule3) => missingFrom(rule3, held?.[rule3.path]))
      )
    );
  }
};
function missingFrom({ path, capabilities }, held) {
  const has = (capability) => Array.isArray(held) && (held.includes("root") || held.includes(capability) && !held.includes("deny"));
  const writes = has("create") || has("update");
  return capabilities.filter((capability) => capability === "create" || capability === "update" ? !writes : !has(capability)).map((capability) => `${capability} on ${path}`);
}
var most = 5;
function capabilityResult(job, missing) {
  if (missing.length === 0) return ok(job, "every capability is there");
  const more2 = missing.length > most ? `, and ${missing.length - most} more` : "";
  const message = `the token lacks ${missing.slice(0, most).join(", ")}${more2}`;
  const remedy2 = `Give the token the policy for ${job} that the command policy prints.`;
  return basic.has(job) ? failed(job, message, remedy2) : warning(job, message, remedy2);
}

// src/doctor/checks/vault-dns.ts
var import_promises = require("node:dns/promises");
var import_node_net3 = require("node:net");

// src/doctor/hop.ts
var import_proxy3 = __toESM(require_shared11(), 1);
function hopToVault({ settings, env }) {
  const { url } = settings.connection;
  const proxy2 = (0, import_proxy3.proxyFor)(url, env);
  const { hostname, port, protocol } = proxy2 ?? url;
  const host = hostname.replace(/^\[|\]$/g, "");
  const number2 = Number(port || (protocol === "https:" ? 443 : 80));
  const shown5 = `${hostname}:${number2}`;
  return { host, port: number2, shown: proxy2 === null ? shown5 : `the proxy ${shown5}` };
}

// src/doctor/checks/vault-dns.ts
var vaultDns = {
  id: "vault_dns",
  proves: "The name of Vault, or of the proxy on the way to it, resolves on this machine.",
  needs: ["proxy"],
  run: async (context) => {
    const { host, shown: shown5 } = hopToVault(context);
    if ((0, import_node_net3.isIP)(host) !== 0) return [ok(shown5, "is an address; no name to resolve")];
    try {
      const addresses = await (0, import_promises.lookup)(host, { all: true });
      return [ok(shown5, `resolves to ${addresses.map(({ address }) => address).join(", ")}`)];
    } catch (error) {
      const { code = "unknown error" } = error;
      const remedy2 = shown5.startsWith("the proxy") ? "Correct HTTPS_PROXY, or except Vault from the proxy with NO_PROXY." : "Check the host in `url`, or use a runner inside the network that Vault is in.";
      return [failed(shown5, `the name does not resolve on this machine (${code})`, remedy2)];
    }
  }
};

// src/doctor/checks/vault-http.ts
var vaultHttp = {
  id: "vault_http",
  proves: "What answers at `url` is Vault, and not a proxy, a load balancer or another service.",
  needs: ["vault_tls"],
  run: async ({ settings, found: { health, notVault } }) => {
    const { host } = settings.connection.url;
    if (notVault !== void 0) return [failed(host, notVault.message, notVault.remedy)];
    return [ok(host, `answers as ${health?.version === "" ? "Vault" : `Vault ${health?.version}`}`)];
  }
};

// src/doctor/checks/vault-login.ts
var import_login = __toESM(require_shared70(), 1);
var vaultLogin = {
  id: "vault_login",
  proves: "The login method accepts what it is given and answers with a token.",
  needs: ["vault_seal", "clock"],
  run: async ({ settings, connection, found: found2, onLogin, ...effects2 }) => {
    const { method, auth_path } = settings.login;
    const subject = method === "token" ? "token" : `auth/${auth_path}`;
    try {
      const session = await (0, import_login.login)(settings.login, connection, effects2);
      onLogin(session);
      found2.vault = connection.with({ token: session.token });
      return [ok(subject, method === "token" ? "a token is given" : `logged in by ${method}`)];
    } catch (error) {
      const { message, remedy: remedy2 = "" } = error;
      return [failed(subject, message, remedy2)];
    }
  }
};

// src/doctor/checks/vault-namespace.ts
var import_vault_error = __toESM(require_shared55(), 1);
var vaultNamespace = {
  id: "vault_namespace",
  proves: "Each mount's namespace is there, and the token may use it.",
  needs: ["vault_token"],
  run: async ({ settings, desired, found: found2 }) => {
    const names = [...new Set(desired.mounts.map(({ namespace }) => namespace))];
    const base = settings.connection.namespace;
    const results = await Promise.all(
      names.map(async (namespace) => {
        const shown5 = [base, namespace].filter((part) => part !== "").join("/") || "root namespace";
        return { namespace, result: await askNamespace(found2.vault, namespace, shown5) };
      })
    );
    const good = new Set(
      results.filter(({ result }) => result.status === "ok").map(({ namespace }) => namespace)
    );
    found2.mounts = desired.mounts.filter(({ namespace }) => good.has(namespace));
    return results.map(({ result }) => result);
  }
};
async function askNamespace(vault, namespace, shown5) {
  try {
    await vault.get({ namespace, path: ["sys", "internal", "ui", "mounts"] }, { absent: [403] });
    return ok(shown5, "is there");
  } catch (error) {
    if (!(error instanceof import_vault_error.VaultError)) throw error;
    return failed(shown5, error.message, error.remedy);
  }
}

// src/doctor/checks/vault-seal.ts
var vaultSeal = {
  id: "vault_seal",
  proves: "Vault is initialized and unsealed.",
  needs: ["vault_http"],
  run: async ({ settings, found: { health } }) => {
    const { host } = settings.connection.url;
    if (!health.initialized)
      return [failed(host, "Vault is not initialized", "Initialize it: vault operator init")];
    if (health.sealed)
      return [
        failed(host, "Vault is sealed", "Unseal it (vault operator unseal), or repair its auto-unseal.")
      ];
    return [ok(host, "unsealed")];
  }
};

// src/doctor/checks/vault-standby.ts
var vaultStandby = {
  id: "vault_standby",
  proves: "Requests reach the active node, or a standby that forwards them.",
  needs: ["vault_seal"],
  run: async ({ settings, found: { health } }) => {
    const { host } = settings.connection.url;
    const { standby, performance_standby, replication_dr_mode } = health;
    if (replication_dr_mode === "secondary")
      return [
        failed(
          host,
          "this cluster is a disaster recovery secondary, which serves no requests",
          "Point `url` at the primary cluster."
        )
      ];
    if (performance_standby || standby)
      return [
        warning(
          host,
          `this node is a ${performance_standby ? "performance " : ""}standby, which forwards or redirects writes`,
          "Point `url` at the active node, or at a load balancer that sends requests there."
        )
      ];
    return [ok(host, "active node")];
  }
};

// src/doctor/checks/vault-tcp.ts
var import_node_net4 = require("node:net");
var openTimeout = 5e3;
var vaultTcp = {
  id: "vault_tcp",
  proves: "A connection to Vault, or to the proxy on the way to it, opens.",
  needs: ["vault_dns"],
  run: async (context) => {
    const { host, port, shown: shown5 } = hopToVault(context);
    const started = context.clock.now().getTime();
    const code = await openConnection(host, port);
    if (code === null) return [ok(shown5, `connected in ${context.clock.now().getTime() - started} ms`)];
    const isProxy = shown5.startsWith("the proxy");
    return [
      code === "ECONNREFUSED" ? failed(
        shown5,
        "the connection is refused: nothing listens on this port",
        isProxy ? "Correct HTTPS_PROXY, or except Vault from the proxy with NO_PROXY." : "Check host and port in `url`, and that Vault runs."
      ) : failed(
        shown5,
        `the connection does not open (${code})`,
        isProxy ? "Check the network path to the proxy, or except Vault from it with NO_PROXY." : "Check firewalls and security groups between this machine and Vault, HTTPS_PROXY, or use a runner inside the network that Vault is in."
      )
    ];
  }
};
function openConnection(host, port) {
  return new Promise((resolve2) => {
    const socket = (0, import_node_net4.connect)({ host, port, timeout: openTimeout });
    const end = (code) => {
      socket.destroy();
      resolve2(code);
    };
    socket.once("connect", () => end(null));
    socket.once("timeout", () => end("ETIMEDOUT"));
    socket.once("error", (error) => end(error.code ?? error.message));
  });
}

// src/vault/http/read-health.ts
init_dist();
var import_connection_error = __toESM(require_shared43(), 1);
var import_error_response = __toESM(require_shared45(), 1);
var import_routes = __toESM(require_shared51(), 1);
var import_vault_path = __toESM(require_shared56(), 1);
var healthAnswer = object({
  initialized: boolean(),
  sealed: boolean(),
  standby: optional2(boolean(), false),
  performance_standby: optional2(boolean(), false),
  replication_dr_mode: optional2(string()),
  version: optional2(string(), ""),
  enterprise: optional2(boolean()),
  server_time_utc: optional2(number())
});
var query = "?standbyok=true&perfstandbyok=true&sealedcode=200&uninitcode=200&drsecondarycode=200";
async function readHealth({ url, tls, user_agent }, env, signal) {
  const request = { method: "GET", path: "sys/health" };
  const at = (0, import_vault_path.urlOf)(url, ["sys", "health"], query);
  const connections = (0, import_routes.routes)(tls, 1, env);
  const route = connections.to(at);
  try {
    const { status, headers, text: text2 } = await route.send({
      method: "GET",
      url: at,
      headers: { "user-agent": user_agent, "x-vault-request": "true" },
      body: null,
      signal
    });
    const response = { status, text: text2, content_type: headers["content-type"] ?? "", retry_after: null };
    const answer = safeParse(healthAnswer, (0, import_error_response.parse)(response.text));
    if (!answer.success) throw (0, import_error_response.notVaultError)(request, response);
    const { replication_dr_mode = null, enterprise = null, server_time_utc, ...rest } = answer.output;
    return {
      ...rest,
      replication_dr_mode,
      enterprise,
      server_time: server_time_utc === void 0 ? null : new Date(server_time_utc * 1e3)
    };
  } catch (error) {
    throw error.name === "VaultError" ? error : (0, import_connection_error.connectionError)(request, error, route.shown);
  } finally {
    await connections.close();
  }
}

// src/doctor/checks/vault-tls.ts
var import_vault_error2 = __toESM(require_shared55(), 1);
var vaultTls = {
  id: "vault_tls",
  proves: "The TLS session with Vault is established and its certificate is trusted.",
  needs: ["vault_tcp"],
  run: async ({ settings, env, signal, found: found2 }) => {
    const { connection } = settings;
    const { url, tls } = connection;
    try {
      found2.health = await readHealth(connection, env, signal);
    } catch (error) {
      if (!(error instanceof import_vault_error2.VaultError)) throw error;
      if (error.code === "not_vault") found2.notVault = error;
      else return [failed(url.host, error.message, error.remedy)];
    }
    if (url.protocol === "http:" && !/^(localhost|127\.|\[::1\])/.test(url.hostname))
      return [
        warning(
          url.host,
          "tokens and credentials travel unencrypted",
          "Serve Vault over TLS, and write `https://` in `url`."
        )
      ];
    if (tls.skip_verify)
      return [
        warning(
          url.host,
          "the certificate is not verified (`tls_skip_verify`)",
          "Give the certificate authority in `ca_certificate`, and leave `tls_skip_verify` out."
        )
      ];
    return [ok(url.host, url.protocol === "http:" ? "no TLS, on this machine only" : "certificate trusted")];
  }
};

// src/doctor/checks/vault-token.ts
init_dist();
var tokenAnswer = object({
  policies: optional2(nullable(array(string()))),
  identity_policies: optional2(nullable(array(string()))),
  ttl: optional2(number(), 0),
  num_uses: optional2(number(), 0),
  renewable: optional2(nullable(boolean()), false),
  type: optional2(string(), "service")
});
var vaultToken = {
  id: "vault_token",
  proves: "The token is valid, lives longer than a run, and has uses left.",
  needs: ["vault_login"],
  run: async ({ settings, found: found2 }) => {
    const { timeout } = settings.connection;
    const namespace = settings.login.auth_namespace;
    const data = await found2.vault.with({ namespace }).get({ namespace: "", path: ["auth", "token", "lookup-self"] });
    const parsed = safeParse(tokenAnswer, data);
    if (!parsed.success) return [failed("token", "Vault answers no token to lookup-self", "Check `url`.")];
    const { policies, identity_policies, ttl, num_uses, renewable, type } = parsed.output;
    const named6 = [...policies ?? [], ...identity_policies ?? []].join(", ") || "none";
    const life = ttl === 0 ? "without an end" : `for ${ttl} s more${renewable ? ", renewable" : ""}`;
    return [
      ok("token", `${type} token, valid ${life}, policies: ${named6}`),
      ...shortLife(ttl, renewable === true, timeout),
      ...fewUses(num_uses)
    ];
  }
};
function shortLife(ttl, renewable, timeout) {
  if (ttl === 0 || renewable || ttl * 1e3 >= timeout) return [];
  return [
    warning(
      "token",
      `the token ends in ${ttl} s, before the run's timeout of ${timeout / 1e3} s, and cannot be renewed`,
      "Raise the role's token_ttl, or lower `timeout`."
    )
  ];
}
var fewestUses = 20;
function fewUses(uses2) {
  if (uses2 === 0 || uses2 >= fewestUses) return [];
  return [
    warning(
      "token",
      `the token may be used ${uses2} more times, and each request is a use`,
      "Set the role's token_num_uses to 0 (no limit)."
    )
  ];
}

// src/doctor/checks/verifier-accepted.ts
init_evidence();
var import_failure_remedy18 = __toESM(require_shared78(), 1);
var verifierIdentity = {
  id: "verifier_identity",
  proves: "AWS accepts the verifier identity, and it is in the account that the provider declares.",
  needs: ["provider_region"],
  run: async (context) => {
    if (context.lambda !== null) return [];
    const subjects = [...new Map(providersOf(context).map((subject) => [subject.reader, subject])).values()];
    const results = await Promise.all(
      subjects.map(async (subject) => ({ subject, result: await identityResult(subject, context) }))
    );
    context.found.readers = results.flatMap(
      ({ subject, result }) => result.status === "ok" ? [subject] : []
    );
    return results.map(({ result }) => result);
  }
};
async function identityResult(subject, context) {
  const reader = await openVerifier(subject, context);
  const identity = reader.ok ? await reader.value.identity() : reader;
  if (!identity.ok)
    return failed(
      subject.reader,
      `AWS does not accept the verifier identity (${showFailure(identity.failure)})`,
      (0, import_failure_remedy18.failureRemedy)(identity.failure)
    );
  const { arn: arn2, account_id } = identity.value;
  const expected2 = subject.verify.account_id;
  if (expected2 !== null && expected2 !== account_id)
    return failed(
      subject.reader,
      `${arn2} is in the account ${account_id}, and the provider declares ${expected2}`,
      "Assume a role of the declared account (`verify.role_arn`), or correct `verify.account_id`."
    );
  return ok(subject.reader, `${arn2}, account ${account_id}`);
}

// src/doctor/checks/verifier-permissions.ts
init_evidence();
var import_failure_remedy19 = __toESM(require_shared78(), 1);
var verifierPermissions = {
  id: "verifier_permissions",
  proves: "The verifier identity reaches KMS and IAM, and may list aliases and simulate policies.",
  needs: ["verifier_identity"],
  run: async (context) => (await Promise.all((context.found.readers ?? []).map((subject) => readResults(subject, context)))).flat()
};
async function readResults(subject, context) {
  const opened = await openVerifier(subject, context);
  if (!opened.ok) return [failed(subject.reader, showFailure(opened.failure), (0, import_failure_remedy19.failureRemedy)(opened.failure))];
  const reader = opened.value;
  const identity = await reader.identity();
  const audited = subject.verify.principal_arn ?? (identity.ok ? identity.value.arn : null);
  const [aliases, simulation] = await Promise.all([
    reader.aliases(subject.provider.key_collection),
    audited === null ? null : reader.simulate(audited, { actions: ["kms:ListAliases"], resources: [], context: [] })
  ]);
  return [
    callResult(subject.reader, "kms:ListAliases", aliases, failed),
    ...simulation === null ? [] : [callResult(subject.reader, "iam:SimulatePrincipalPolicy", simulation, warning)]
  ];
}
function callResult(subject, action, evidence, problem2) {
  if (evidence.ok) return ok(subject, `${action} works`);
  return problem2(subject, showFailure(evidence.failure), (0, import_failure_remedy19.failureRemedy)(evidence.failure));
}

// src/doctor/doctor-checks.ts
var allChecks = [
  proxy,
  vaultDns,
  vaultTcp,
  vaultTls,
  vaultHttp,
  vaultEdition,
  vaultSeal,
  vaultStandby,
  clock,
  githubOidc,
  vaultLogin,
  vaultToken,
  vaultNamespace,
  keymgmtMount,
  vaultCapabilities,
  providerRegion,
  declaredCredentials,
  verifierIdentity,
  verifierPermissions,
  auditedPermissions,
  lambdaFunction
];

// src/doctor/run-doctor-checks.ts
async function runChecks(checks2, context, timeUp) {
  const ended = /* @__PURE__ */ new Map();
  const outOfTime2 = timeUp.then((limit2) => [
    failed(
      "",
      `no result within ${limit2}`,
      "Run again. If it stays, check the host that the check connects to."
    )
  ]);
  for (const check2 of checks2) ended.set(check2.id, runCheck(check2, context, ended, outOfTime2));
  const results = await Promise.all(
    checks2.map(async ({ id }) => (await ended.get(id)).map((result) => ({ id, ...result })))
  );
  return results.flat();
}
async function runCheck({ needs, run }, context, ended, outOfTime2) {
  const standing = await Promise.all(needs.map(async (id) => ({ id, stands: stands(await ended.get(id)) })));
  const missing = standing.filter(({ stands: stands2 }) => !stands2).map(({ id }) => id);
  if (missing.length > 0) return [skipped("", `needs ${missing.join(", ")}`)];
  return Promise.race([run(context).catch(thrown), outOfTime2]);
}
function stands(results) {
  return results.length === 0 || results.some(({ status }) => status === "ok" || status === "warning");
}
function thrown(error) {
  const { message, remedy: remedy2 = "" } = error;
  return [failed("", message ?? String(error), remedy2)];
}

// src/doctor/diagnose.ts
var limit = 3e4;
async function diagnose(request, effects2) {
  const timer = new AbortController();
  const signal = AbortSignal.any([effects2.signal, timer.signal]);
  const timeUp = effects2.clock.sleep(limit, timer.signal).then(() => `${limit / 1e3} s`).catch(() => new Promise(() => {
  }));
  const policy = { ...import_retry_policy.defaultRetryPolicy, tries: 1 };
  const connection = (0, import_connect.connect)(request.settings.connection, { ...effects2, signal }, policy);
  try {
    return diagnosisOf(
      await runChecks(allChecks, { ...request, ...effects2, signal, connection, found: {} }, timeUp)
    );
  } finally {
    timer.abort();
    await connection.close();
  }
}

// src/action/commands/doctor-command.ts
var import_errors4 = __toESM(require_shared17(), 1);
var import_problem = __toESM(require_shared25(), 1);
var import_diagnosis_text = __toESM(require_shared31(), 1);
var import_lambda_target = __toESM(require_shared0(), 1);
async function doctorCommand({ inputs, desired, settings }, effects2) {
  const { verification, guards } = inputs;
  const diagnosis = await diagnose(
    {
      settings,
      desired,
      verify: verification.settings,
      permissions: verification.permissions,
      allowed_account_ids: guards.allowed_account_ids,
      lambda: (0, import_lambda_target.lambdaTarget)(verification, effects2.env)
    },
    effects2
  );
  for (const line2 of (0, import_diagnosis_text.diagnosisText)(diagnosis)) effects2.log.info(line2);
  for (const check2 of diagnosis.checks.filter(({ status }) => status === "warning"))
    effects2.log.warning(problemLine(check2));
  const failed4 = diagnosis.checks.filter(({ status }) => status === "failed");
  if (failed4.length === 0) return { diagnosis };
  return { diagnosis, error: new import_errors4.RunError("not_ready", failed4.map(problemLine).join("\n"), "") };
}
function problemLine(check2) {
  return (0, import_problem.withRemedy)({ message: (0, import_diagnosis_text.checkLine)(check2), remedy: check2.remedy });
}

// src/policy/iam-policies.ts
var import_id4 = __toESM(require_shared18(), 1);
var import_partitions5 = __toESM(require_shared22(), 1);
init_principal();

// src/policy/iam-statements.ts
init_principal();
init_all_checks();
var import_kms_actions2 = __toESM(require_shared80(), 1);

// src/verify/permissions/permission-calls.ts
var permissionCalls = [
  { action: "iam:SimulatePrincipalPolicy", on: "principals", when: "always" },
  {
    action: "iam:GetRole",
    on: "roles",
    when: "`principal_arn` is a session, whose ARN lacks the role's path; a policy asks for tags of the role"
  },
  { action: "iam:GetUser", on: "users", when: "a policy asks for the user's tags or unique id" },
  { action: "kms:GetKeyPolicy", on: "keys", when: "a key of the sample" },
  { action: "kms:ListResourceTags", on: "keys", when: "a policy asks for `aws:ResourceTag/…`" },
  {
    action: "kms:GetKeyLastUsage",
    on: "keys",
    when: "a policy asks for `kms:TrailingDaysWithoutKeyUsage`"
  },
  {
    action: "kms:ListGrants",
    on: "keys",
    when: "no policy allows an action that a grant can allow, such as `kms:DescribeKey`"
  }
];
var historyCall = {
  action: "cloudtrail:LookupEvents",
  on: "any",
  when: "`history: true`, and nothing else decides; at depth `full` also for who created the keys of the inventory"
};

// src/policy/iam-statements.ts
var import_permission_sets2 = __toESM(require_shared81(), 1);
init_use_canary();
function vaultPolicy(scope, sets) {
  const needs = (0, import_permission_sets2.permissionNeeds)(sets, []);
  const actions = (which) => needs.filter(which).map(({ action }) => action);
  const imported = { "kms:KeyOrigin": ["EXTERNAL"] };
  const creates = actions(({ action }) => action === "kms:CreateKey");
  const finds = actions(({ action, resources }) => resources.includes("any") && action !== "kms:CreateKey");
  const manages = actions(
    ({ action, resources }) => resources.includes("key") && !resources.includes("alias") && action !== "kms:TagResource"
  );
  const tags = actions(({ action }) => action === "kms:TagResource");
  const names = actions(({ resources }) => resources.includes("alias"));
  return document([
    statement("CreateKeysToImport", creates, ["*"], {
      ...imported,
      ...requested(scope.regions, scope.replica_regions)
    }),
    statement("FindAliases", finds, ["*"], requested(scope.regions)),
    statement("ManageImportedKeys", manages, scope.keys, imported),
    statement("TagKeys", tags, scope.keys),
    statement("NameKeys", names, [...scope.aliases, ...scope.keys])
  ]);
}
function verifierPolicy(scope, {
  depth,
  history,
  canary: canary3 = false
}) {
  const principals = scope.principals.length > 0 ? scope.principals : ["*"];
  const ofKind = (kind) => principals.filter((arn2) => arn2 === "*" || parsePrincipal(arn2)?.kind === kind);
  const checked = checks.filter((check2) => check2.opt_in !== true && (depth === "full" || check2.depth === "standard")).flatMap(({ calls: calls2 }) => calls2).filter((call) => call !== "kms:GetPublicKey" || scope.asymmetric);
  const decided = [...permissionCalls, ...history ? [historyCall] : []];
  const calls = (on2) => decided.filter((call) => call.on === on2).map(({ action }) => action);
  const inKms = unique2([...checked, ...calls("keys")]).filter((action) => (0, import_kms_actions2.kmsAction)(action) !== null);
  const onKeys = (action) => (0, import_kms_actions2.kmsAction)(action).resources.includes("key");
  return document([
    statement(
      "FindKeys",
      inKms.filter((action) => !onKeys(action)),
      ["*"],
      requested(scope.regions)
    ),
    statement("ReadKeys", inKms.filter(onKeys), scope.keys),
    ...canary3 ? canaryStatements(scope) : [],
    statement("AnalyzeKeyPolicies", unique2(checked.filter((call) => call.startsWith("access-analyzer:"))), [
      "*"
    ]),
    statement("AuditVault", calls("principals"), principals),
    statement("ReadUsers", ofKind("user").length > 0 ? calls("users") : [], ofKind("user")),
    statement("ReadRoles", ofKind("role").length > 0 ? calls("roles") : [], ofKind("role")),
    statement("ReadHistory", calls("any"), ["*"])
  ]);
}
function canaryStatements({ keys: keys2, asymmetric }) {
  const context = { [`kms:EncryptionContext:${canaryContext.name}`]: [canaryContext.value] };
  const spec = { "kms:KeyOrigin": ["EXTERNAL"] };
  return [
    statement("UseSymmetricKeysForCanaries", ["kms:Decrypt", "kms:Encrypt"], keys2, { ...spec, ...context }),
    statement("SignForCanaries", asymmetric ? ["kms:Sign"] : [], keys2, {
      ...spec,
      "kms:MessageType": ["RAW"]
    }),
    statement("DecryptWithRsaForCanaries", asymmetric ? ["kms:Decrypt"] : [], keys2, {
      ...spec,
      "kms:EncryptionAlgorithm": ["RSAES_OAEP_SHA_256"]
    })
  ];
}
var checks = Object.values(checkCatalogue);
function unique2(list3) {
  return [...new Set(list3)].sort();
}
function requested(regions2, further = []) {
  return regions2.length === 0 ? {} : { "aws:RequestedRegion": [.../* @__PURE__ */ new Set([...regions2, ...further])] };
}
function statement(Sid, Action, Resource, equals = {}) {
  const conditional = Object.keys(equals).length > 0;
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource,
    ...conditional ? { Condition: { StringEquals: equals } } : {}
  };
}
function document(statements) {
  return { Version: "2012-10-17", Statement: statements.filter(({ Action }) => Action.length > 0) };
}

// src/policy/iam-policies.ts
function iamPolicies(desired, options) {
  const scope = scopeOf2(desired, options.settings);
  const sets = options.sets ?? (scope.replica_regions.length > 0 ? ["terraform", "vault", "multi_region"] : ["terraform", "vault"]);
  return {
    vault: vaultPolicy(scope, sets),
    verifier: verifierPolicy(scope, { depth: options.depth, history: false, canary: options.canary })
  };
}
function scopeOf2({ mounts }, common) {
  const providers = mounts.flatMap((mount) => mount.kms.map((provider) => ({ mount, provider })));
  const declared = mounts.flatMap(({ keys: keys2 }) => keys2.filter(({ kms }) => kms !== null));
  const scopes2 = providers.map(({ mount, provider }) => ({
    home: provider.key_collection,
    replicas: replicaRegions(mount, provider),
    account: accountFor(provider, common)
  }));
  const arns = (region, account2, what) => `arn:${(0, import_partitions5.partitionOf)(region).id}:kms:${region}:${account2}:${what}`;
  return {
    regions: unique3(scopes2.map(({ home }) => home)),
    replica_regions: unique3(scopes2.flatMap(({ replicas: replicas2 }) => replicas2)),
    keys: unique3(
      scopes2.flatMap(
        ({ home, replicas: replicas2, account: account2 }) => [home, ...replicas2].map((region) => arns(region, account2, "key/*"))
      )
    ),
    aliases: unique3(scopes2.map(({ home, account: account2 }) => arns(home, account2, "alias/hashicorp/*"))),
    principals: unique3(providers.flatMap(({ provider }) => principalFor(provider, common) ?? [])),
    asymmetric: declared.some(({ type }) => type !== "aes256-gcm96")
  };
}
function replicaRegions({ keys: keys2 }, { name }) {
  return unique3(keys2.filter(({ kms }) => kms === name).flatMap((key) => key.replica_regions));
}
function wildcardsIn({ mounts }, common) {
  return mounts.flatMap(
    (mount) => mount.kms.flatMap((provider) => {
      const any = [
        ...accountFor(provider, common) === "*" ? ["any account"] : [],
        ...principalFor(provider, common) === null ? ["any principal"] : []
      ];
      return any.length === 0 ? [] : [{ id: (0, import_id4.providerId)(mount, provider.name), allows: any.join(" and ") }];
    })
  );
}
function principalFor({ verify: verify3 }, common) {
  return verify3.principal_arn ?? common.principal_arn ?? verify3.role_arn ?? common.role_arn;
}
function accountFor({ verify: verify3 }, common) {
  const principal = verify3.principal_arn ?? common.principal_arn;
  return verify3.account_id ?? common.account_id ?? (principal === null ? null : accountOf(principal)) ?? "*";
}
function unique3(list3) {
  return [...new Set(list3)];
}

// src/action/commands/policy-command.ts
async function policyCommand(desired, { verification, guards }, log) {
  const vault_policy = vaultPolicies(desired, guards.prune);
  const { permissions: sets, depth, canary: canary3, settings } = verification;
  const iam_policy = iamPolicies(desired, { sets, depth, canary: canary3, settings });
  for (const [job, hcl2] of Object.entries(vault_policy)) {
    await log.group(`Vault policy: ${job}`, async () => log.info(hcl2));
  }
  for (const [principal, document2] of Object.entries(iam_policy)) {
    const title = principal === "vault" ? "Vault's principal" : "the verifier";
    await log.group(`IAM policy: ${title}`, async () => log.info(JSON.stringify(document2, null, 2)));
  }
  for (const { id, allows } of wildcardsIn(desired, settings)) {
    log.notice(
      `${id}: the IAM policies allow ${allows} ("*"), because the declaration names none. Set principal_arn, and print them again.`
    );
  }
  return { vault_policy, iam_policy };
}

// src/action/commands/verify-command.ts
var import_observe = __toESM(require_shared28(), 1);
var import_vault_state2 = __toESM(require_shared29(), 1);

// src/action/verification/verify-distributions.ts
var import_errors6 = __toESM(require_shared17(), 1);
init_report_findings();
var import_plan_wording = __toESM(require_shared38(), 1);
var import_report_text = __toESM(require_shared39(), 1);

// src/action/verification/from-lambda.ts
init_p_limit();
init_unchecked();
init_verify_request();

// src/action/verification/audited-principal-arn.ts
async function auditedPrincipalArn({ settings, credentials: credentials2, region }, effects2) {
  if (settings.principal_arn !== null || credentials2 === null) return settings.principal_arn;
  const { verifyCredentials: verifyCredentials2 } = await Promise.resolve().then(() => (init_verify_credentials(), verify_credentials_exports));
  const { arn: arn2 } = await verifyCredentials2(
    { credentials: credentials2, region, allowed_account_ids: [], sets: [] },
    effects2
  );
  return arn2;
}

// src/action/verification/from-lambda.ts
var concurrency2 = 8;
async function verifyFromLambda(lambda, targets, { depth, canary: canary3, permissions: permissions2 }, { env, clock: clock2, signal }) {
  const { openLambda: openLambda2, verifyThroughLambda: verifyThroughLambda2 } = await Promise.resolve().then(() => (init_verify_through_lambda(), verify_through_lambda_exports));
  const run_id = env["GITHUB_RUN_ID"] || null;
  const { clients, shared: shared2 } = openLambda2({ env, run_id, signal }, clock2);
  const requestFor = async (target) => {
    const { settings, expectations, region } = target;
    const { sets, actions } = defaultPermissions(expectations);
    const principal_arn = await auditedPrincipalArn(target, { env, run_id, shared: shared2, clock: clock2 });
    return {
      region,
      ...verifierIdentityOf(target),
      ...principal_arn === null ? {} : { principal_arn },
      ...settings.account_id === null ? {} : { account_id: settings.account_id },
      depth,
      // A function of an older version rejects what it does not know.
      ...canary3 ? { canary: canary3 } : {},
      permissions: { sets: permissions2 ?? sets, actions },
      ...run_id === null ? {} : { run_id }
    };
  };
  const limit2 = pLimit(concurrency2);
  const reports = await Promise.all(
    targets.map(
      (target) => limit2(async () => {
        const request = await requestFor(target);
        const batches = await verifyThroughLambda2(lambda, request, target.expectations, clients);
        return batches.map((report) => addUnchecked(report, target.unchecked));
      })
    )
  );
  return reports.flat();
}
function verifierIdentityOf({
  settings: { role_arn, external_id }
}) {
  if (role_arn === null) return {};
  return { credentials: external_id === null ? { role_arn } : { role_arn, external_id } };
}

// src/action/verification/from-runner.ts
async function verifyFromRunner(targets, { depth, canary: canary3, permissions: permissions2 }, { env, clock: clock2, deadline, signal }) {
  const [{ openSharedConnections: openSharedConnections2 }, { verifyInAws: verifyInAws2 }, { defaultPermissions: defaultPermissions2 }, { addUnchecked: addUnchecked2 }] = await Promise.all([
    Promise.resolve().then(() => (init_aws_effects(), aws_effects_exports)),
    Promise.resolve().then(() => (init_verify_in_aws(), verify_in_aws_exports)),
    Promise.resolve().then(() => (init_verify_request(), verify_request_exports)),
    Promise.resolve().then(() => (init_unchecked(), unchecked_exports))
  ]);
  const effects2 = {
    env,
    clock: clock2,
    run_id: env["GITHUB_RUN_ID"] || null,
    deadline,
    signal,
    shared: openSharedConnections2(clock2)
  };
  return Promise.all(
    targets.map(async (target) => {
      const defaults = defaultPermissions2(target.expectations);
      const report = await verifyInAws2(
        {
          region: target.region,
          expectations: target.expectations,
          providers: null,
          min_keys: null,
          principal_arn: await auditedPrincipalArn(target, effects2),
          audits_verifier: target.settings.role_arn !== null,
          account_id: target.settings.account_id,
          depth,
          canary: canary3,
          exhaustive: isWhole(target),
          permissions: permissions2 === null ? defaults : { ...defaults, sets: permissions2 },
          next: null
        },
        verifierIdentityOf2(target),
        effects2
      );
      return addUnchecked2(report, target.unchecked);
    })
  );
}
function isWhole({ unchecked: { keys: keys2, providers } }) {
  return keys2.length + providers.length === 0;
}
function verifierIdentityOf2({ settings: { role_arn, external_id } }) {
  return role_arn === null ? { kind: "self" } : { kind: "role", role_arn, external_id };
}

// src/action/verification/inconclusive-warnings.ts
init_report_findings();
var shown2 = 5;
function inconclusiveWarnings(report) {
  if (report.status !== "indeterminate") return [];
  const reasons = [
    ...findingsOf(report).filter(({ finding: finding2 }) => finding2.status === "indeterminate").map(({ finding: { message, remediation } }) => ({ text: `${message} ${remediation}`, remediation })),
    ...report.permissions.filter(({ decision }) => decision === "indeterminate").map(({ action, message }) => ({ text: `${action}: ${message}`, remediation: message }))
  ];
  const groups2 = /* @__PURE__ */ new Map();
  for (const { text: text2, remediation } of reasons)
    groups2.set(remediation, [...groups2.get(remediation) ?? [], text2]);
  return [...groups2.values()].slice(0, shown2).map(([first = "", ...others]) => {
    const more2 = others.length === 0 ? "" : ` (The same holds for ${others.length} more.)`;
    return `Verification is inconclusive: ${first}${more2}`;
  });
}

// src/action/verification/verify-distributions.ts
var import_lambda_target2 = __toESM(require_shared0(), 1);

// src/action/verification/verification-targets.ts
var import_declared_key = __toESM(require_shared14(), 1);
var import_duration2 = __toESM(require_shared16(), 1);
var import_id6 = __toESM(require_shared18(), 1);
var import_vault_state = __toESM(require_shared29(), 1);
init_check();
init_run_checks();
var import_expectations15 = __toESM(require_shared77(), 1);

// src/verify/expectations-with-baseline.ts
init_report_findings();
var import_expectations14 = __toESM(require_shared77(), 1);
function withBaseline(expectations, baseline) {
  if (baseline === null) return expectations;
  const before = new Map(baseline.keys.map((key) => [keyReportId(key), key]));
  return expectations.map((expectation) => {
    const { versions } = expectation;
    const key = before.get((0, import_expectations14.recordId)(expectation));
    const same = (key?.versions ?? []).filter(({ version: version3, key_id }) => versions[version3] === key_id);
    const key_material_ids = byVersion(same, ({ key_material_id }) => key_material_id);
    const canaries = byVersion(
      same,
      ({ canary: { ciphertext, made_at } = { result: "not_used" } }) => ciphertext === void 0 || made_at === void 0 ? null : { ciphertext, made_at }
    );
    return {
      ...expectation,
      ...key_material_ids && {
        key_material_ids: { ...key_material_ids, ...expectation.key_material_ids }
      },
      ...canaries && { canaries: { ...canaries, ...expectation.canaries } }
    };
  });
}
function byVersion(versions, of) {
  const known3 = versions.flatMap((version3) => {
    const value = of(version3);
    return value === null ? [] : [[version3.version, value]];
  });
  return known3.length === 0 ? null : Object.fromEntries(known3);
}

// src/action/verification/verification-targets.ts
function verificationTargets(desired, state, common, baseline) {
  const distributions2 = (0, import_vault_state.distributionsOf)(desired, state);
  return desired.mounts.flatMap(
    (mount) => mount.kms.map((provider) => {
      const id = (0, import_id6.providerId)(mount, provider.name);
      const here = distributions2.filter((distribution) => distribution.id.startsWith(`${id}/key/`));
      const keysHere = new Set(here.map(({ key }) => key));
      return {
        id,
        region: provider.key_collection,
        settings: {
          role_arn: provider.verify.role_arn ?? common.role_arn,
          external_id: provider.verify.external_id ?? common.external_id,
          principal_arn: provider.verify.principal_arn ?? common.principal_arn,
          account_id: provider.verify.account_id,
          ...provider.verify.min_keys === void 0 ? {} : { min_keys: provider.verify.min_keys }
        },
        credentials: provider.credentials,
        expectations: withBaseline(
          here.map((distribution) => ({
            ...(0, import_expectations15.expectationOf)(distribution, publicKeys(state, (0, import_id6.keyId)(mount, distribution.key))),
            ...ageOf(mount, distribution, state)
          })),
          baseline
        ),
        unchecked: uncheckedBy(mount, provider, state),
        undistributed: mount.keys.filter((key) => key.kms === provider.name && !keysHere.has(key.name)).map(
          (key) => undistributed((0, import_id6.distributionId)(mount, provider.name, key.name), key.name, provider.name)
        )
      };
    })
  );
}
function uncheckedBy(mount, { name }, state) {
  const id = (0, import_id6.providerId)(mount, name);
  const declaredKeys = new Set(mount.keys.map((key) => key.name));
  const declaredProviders = new Set(mount.kms.map((provider) => provider.name));
  return {
    id,
    mount: (0, import_id6.mountId)(mount),
    keys: namesUnder(`${id}/key/`, state.distributed).filter((key) => !declaredKeys.has(key)),
    providers: namesUnder((0, import_id6.providerId)(mount, ""), state.providers).filter(
      (one) => !declaredProviders.has(one)
    )
  };
}
function namesUnder(prefix2, ids) {
  return [...ids].filter((id) => id.startsWith(prefix2)).map((id) => id.slice(prefix2.length));
}
function publicKeys({ keys: keys2 }, id) {
  const versions = Object.entries(keys2.get(id)?.versions ?? {});
  return Object.fromEntries(
    versions.flatMap(([version3, { public_key }]) => public_key === null ? [] : [[version3, public_key]])
  );
}
function ageOf(mount, { key, latest_version }, { keys: keys2 }) {
  const rotate_after = (0, import_declared_key.declaredKey)(mount, key)?.rotate_after ?? null;
  if (rotate_after === null) return {};
  const created = keys2.get((0, import_id6.keyId)(mount, key))?.versions[latest_version]?.creation_time ?? "";
  return {
    rotate_after: (0, import_duration2.formatDuration)(rotate_after),
    ...created === "" ? {} : { latest_version_time: created }
  };
}
function undistributed(id, name, kms) {
  return {
    id,
    name,
    kms,
    alias: "",
    status: "fail",
    versions: [],
    findings: [
      findingFrom(distributed, "fail", {
        expected: `on ${kms}`,
        actual: "not distributed",
        message: `${id}: the key is declared, but Vault has not distributed it.`
      })
    ]
  };
}

// src/action/verification/verify-distributions.ts
async function verifyDistributions(...args) {
  return verifyAll(...args).catch((error) => ({ error }));
}
async function verifyAll(desired, state, { verification, reporting }, effects2, { exceptions, baseline } = { exceptions: null, baseline: null }) {
  const { clock: clock2, env, log } = effects2;
  const targets = verificationTargets(desired, state, verification.settings, baseline);
  if (targets.every(({ expectations, undistributed: undistributed2 }) => expectations.length + undistributed2.length === 0)) {
    throw new import_errors6.RunError(
      "nothing_to_verify",
      "No declared key is on a KMS provider, so there is nothing to verify.",
      "Declare keys with `kms`."
    );
  }
  const [{ buildReport: buildReport2, mergeReports: mergeReports2, withFindings: withFindings2 }, { requestFindings: requestFindings2 }, { auditReport: auditReport2 }] = await Promise.all([
    Promise.resolve().then(() => (init_build_report(), build_report_exports)),
    Promise.resolve().then(() => (init_request_findings(), request_findings_exports)),
    Promise.resolve().then(() => (init_audit_report(), audit_report_exports))
  ]);
  const missing = targets.filter(({ undistributed: undistributed2 }) => undistributed2.length > 0).map(
    ({ region, undistributed: undistributed2 }) => buildReport2({
      region,
      account_id: null,
      principal_arn: null,
      checked_at: clock2.now().toISOString(),
      keys: undistributed2,
      permissions: [],
      limits: [],
      orphans: [],
      findings: [],
      notices: [],
      next: null
    })
  );
  const tooFew = keyCounts(targets, verification.min_keys).flatMap(({ region, min_keys, expectations }) => {
    const findings2 = requestFindings2({ region, providers: null, min_keys }, expectations);
    return findings2.filter(({ check: check2 }) => check2 === "min_keys");
  });
  return log.group("Verify", async () => {
    const due = targets.filter(({ expectations }) => expectations.length > 0);
    const lambda = (0, import_lambda_target2.lambdaTarget)(verification, env);
    const reports = lambda === null ? await verifyFromRunner(due, verification, effects2) : await verifyFromLambda(lambda, due, verification, effects2);
    const found2 = withFindings2(mergeReports2([...reports, ...missing]), tooFew);
    const report = auditReport2(found2, { exceptions, baseline }, clock2.now());
    for (const line2 of (0, import_report_text.reportText)(report)) log.info(line2);
    const error = effects2.signal.aborted ? cancelled : complianceError(report, reporting);
    if (error === null) for (const line2 of inconclusiveWarnings(report)) log.warning(line2);
    return error === null ? { verification: report } : { verification: report, error };
  });
}
function keyCounts(targets, min_keys) {
  const regions2 = [...new Set(targets.map(({ region }) => region))].join(", ");
  const all = targets.flatMap(({ expectations }) => expectations);
  return [
    ...targets.flatMap(
      ({ region, settings, expectations }) => settings.min_keys === void 0 ? [] : [{ region, min_keys: settings.min_keys, expectations }]
    ),
    ...min_keys === 0 ? [] : [{ region: regions2, min_keys, expectations: all }]
  ];
}
var cancelled = new import_errors6.RunError(
  "cancelled",
  "The run was stopped before everything was verified.",
  "Run again."
);
function complianceError(report, { fail_on_noncompliance, fail_on_indeterminate }) {
  const failed4 = report.status === "fail" || !report.complete;
  if (!(failed4 && fail_on_noncompliance) && !(!report.compliant && fail_on_indeterminate)) return null;
  const worst6 = failingFindings(report).slice(0, 10);
  return new import_errors6.RunError(
    failed4 ? "not_compliant" : "not_established",
    [complianceHeadline(report), ...worst6].join("\n"),
    "The report has all findings and their remedies."
  );
}
function complianceHeadline({ status, complete: complete2, keys: keys2, permissions: permissions2 }) {
  const isWorst = (part) => part.status === status;
  const some2 = keys2.filter(isWorst).length;
  const denied4 = permissions2.filter(({ decision }) => decision === "denied").length;
  const of = `${some2} of ${(0, import_plan_wording.count)(keys2.length, "key")}`;
  if (status === "fail") {
    if (some2 > 0) return `Verification failed: ${of} ${some2 === 1 ? "does" : "do"} not match Vault's record.`;
    return denied4 > 0 ? `Verification failed: ${(0, import_plan_wording.count)(denied4, "permission")} ${denied4 === 1 ? "is" : "are"} denied.` : "Verification failed.";
  }
  if (!complete2) return "Verification is incomplete: time ran out before every key was checked.";
  return some2 > 0 ? `Verification is inconclusive for ${of}.` : "Verification is inconclusive.";
}
function failingFindings(report) {
  const { permissions: permissions2, status } = report;
  return [
    ...findingsOf(report).filter(({ finding: finding2 }) => finding2.status === status).map(({ finding: finding2 }) => finding2.message),
    ...permissions2.filter(({ decision }) => decision === (status === "fail" ? "denied" : "indeterminate")).map(({ action, decision, evidence }) => `${action}: ${decision} (${evidence})`)
  ];
}

// src/action/commands/verify-command.ts
async function verifyCommand({ inputs, desired, audit, vault, effects: effects2 }) {
  const live = await effects2.log.group("Read Vault", () => (0, import_observe.observe)(vault, desired, { undeclared: false }));
  const state = (0, import_vault_state2.vaultStateFrom)(live);
  const verified = await verifyDistributions(desired, state, inputs, effects2, audit);
  return { distributions: (0, import_vault_state2.distributionsOf)(desired, state), ...verified };
}

// src/action/read-audit-basis.ts
var import_node_path = require("node:path");

// src/declare/exceptions-file.ts
var import_check_shape = __toESM(require_shared2(), 1);
var import_document_tree = __toESM(require_shared3(), 1);

// src/declare/exceptions-schema.ts
init_dist();
var import_report5 = __toESM(require_shared26(), 1);
var import_strict_fields = __toESM(require_shared6(), 1);
var rule2 = (code) => code;
var text = pipe(string(), nonEmpty(rule2("empty_value")));
var dayPattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
var exceptionsSchema = (known3) => (0, import_strict_fields.fields)({
  exceptions: optional2(
    array(
      (0, import_strict_fields.fields)({
        id: text,
        reason: text,
        owner: text,
        expires: pipe(
          text,
          regex(dayPattern, rule2("invalid_date")),
          check(isDay, rule2("invalid_date"))
        )
      })
    ),
    []
  ),
  severities: optional2(
    (0, import_strict_fields.named)(
      pipe(
        string(),
        check((id) => known3.has(id), rule2("unknown_value"))
      ),
      picklist(import_report5.severities)
    ),
    {}
  )
});
function isDay(value) {
  if (!dayPattern.test(value)) return true;
  const time = /* @__PURE__ */ new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

// src/declare/exceptions-file.ts
var import_make_problem = __toESM(require_shared4(), 1);
var import_parse_yaml = __toESM(require_shared5(), 1);
function readExceptions(source, checks2) {
  const { trees, problems } = (0, import_parse_yaml.parseYaml)(source);
  const [tree, ...others] = trees;
  if (problems.length > 0) return { problems };
  if (tree === void 0) return { exceptions: [], severities: {} };
  if (others.length > 0) return { problems: [(0, import_make_problem.makeProblem)("many_documents", "", others[0].root.value)] };
  const shape = (0, import_check_shape.checkShape)(exceptionsSchema(new Set(checks2)), tree);
  if (shape.problems.length > 0) return { problems: shape.problems };
  const repeated = shape.data.exceptions.flatMap(({ id }, index, all) => {
    const { at, value } = (0, import_document_tree.locateNode)(tree.root, ["exceptions", index, "id"]);
    return all.findIndex((one) => one.id === id) < index ? [(0, import_make_problem.makeProblem)("duplicate_name", at, value)] : [];
  });
  return repeated.length > 0 ? { problems: repeated } : shape.data;
}

// src/action/read-audit-basis.ts
var import_make_problem2 = __toESM(require_shared4(), 1);
var import_read_text_file = __toESM(require_shared12(), 1);
var import_errors7 = __toESM(require_shared17(), 1);
var import_parse_json = __toESM(require_shared21(), 1);
var import_problem2 = __toESM(require_shared25(), 1);
init_all_checks();

// src/verify/read-baseline.ts
init_dist();
var finding = looseObject({ check: string(), status: string(), message: string() });
var canary2 = looseObject({
  result: string(),
  ciphertext: optional2(pipe(string(), base64(), maxLength(8192))),
  made_at: optional2(pipe(string(), isoTimestamp()))
});
var reportSchema = looseObject({
  schema_version: literal(1),
  region: string(),
  checked_at: string(),
  summary: looseObject({ keys: number(), versions: number() }),
  keys: array(
    looseObject({
      name: string(),
      kms: string(),
      versions: array(
        looseObject({
          version: number(),
          key_id: string(),
          key_material_id: nullable(string()),
          canary: optional2(canary2),
          findings: array(finding)
        })
      ),
      findings: array(finding)
    })
  ),
  permissions: array(
    looseObject({
      action: string(),
      decision: string(),
      message: string(),
      region: string(),
      principal_arn: nullable(string())
    })
  ),
  findings: array(finding)
});
function readBaseline(data) {
  if (isRun(data) && data.verification === null)
    return { problem: "is the report of a run that verified nothing" };
  const { success, output } = safeParse(reportSchema, isRun(data) ? data.verification : data);
  if (!success) return { problem: "is not a report of this tool" };
  const report = output;
  return isWhole2(report) ? { report } : { problem: "was shortened, so it does not have every key" };
}
function isWhole2({ keys: keys2, summary }) {
  const versions = keys2.reduce((sum, key) => sum + key.versions.length, 0);
  return summary.keys === keys2.length && summary.versions === versions;
}
function isRun(data) {
  return typeof data === "object" && data !== null && "verification" in data;
}

// src/action/read-audit-basis.ts
var limits2 = { baseline: 64 * 1024 * 1024, exceptions: 4 * 1024 * 1024 };
function readExceptionsFile(file, env) {
  const text2 = read("exceptions", file, env);
  if (text2 === null)
    throw new import_errors7.InvalidInput([problem("exceptions", "no_file", `the file ${(0, import_make_problem2.shown)(file)} does not exist.`)]);
  const checks2 = Object.keys(checkCatalogue);
  const result = readExceptions({ text: text2, file, input: "exceptions" }, checks2);
  if ("problems" in result) throw new import_errors7.InvalidInput(result.problems);
  return result;
}
function readBaselineFile(file, env) {
  const text2 = read("baseline", file, env);
  if (text2 === null) {
    const message = `there is no file ${(0, import_make_problem2.shown)(file)}, so nothing is compared.`;
    const remedy2 = "It is right for the first run; otherwise check the path.";
    return {
      baseline: null,
      warnings: [(0, import_make_problem2.makeProblem)("no_file", "", (0, import_problem2.inputLocation)("baseline"), message, remedy2)]
    };
  }
  const result = readBaseline((0, import_parse_json.parseJson)(text2));
  if ("report" in result) return { baseline: result.report, warnings: [] };
  throw new import_errors7.InvalidInput([
    problem("baseline", "invalid_baseline", `the file ${(0, import_make_problem2.shown)(file)} ${result.problem}.`)
  ]);
}
function read(input, file, env) {
  try {
    return (0, import_read_text_file.readTextFile)((0, import_node_path.resolve)(env["GITHUB_WORKSPACE"] || ".", file), limits2[input]);
  } catch (error) {
    const { code, message } = error;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    const why2 = error instanceof import_read_text_file.UnreadableFile ? message : String(code);
    throw new import_errors7.InvalidInput([
      problem(input, "unreadable_file", `the file ${(0, import_make_problem2.shown)(file)} cannot be read: ${why2}.`)
    ]);
  }
}
function problem(input, code, message) {
  return (0, import_make_problem2.makeProblem)(code, "", (0, import_problem2.inputLocation)(input), message);
}

// <stdin>
init_aws_effects();

// src/evidence-page/evidence-page.ts
var import_node_crypto4 = require("node:crypto");

// node_modules/hono/dist/utils/html.js
var HtmlEscapedCallbackPhase = {
  Stringify: 1,
  BeforeStream: 2,
  Stream: 3
};
var raw = (value, callbacks) => {
  const escapedString = new String(value);
  escapedString.isEscaped = true;
  escapedString.callbacks = callbacks;
  return escapedString;
};
var escapeRe = /[&<>'"]/;
var stringBufferToString = async (buffer, callbacks) => {
  let str = "";
  callbacks ||= [];
  const resolvedBuffer = await Promise.all(buffer);
  for (let i = resolvedBuffer.length - 1; ; i--) {
    str += resolvedBuffer[i];
    i--;
    if (i < 0) break;
    let r = resolvedBuffer[i];
    if (r == null || typeof r === "boolean") continue;
    if (typeof r === "number") {
      str += r;
      continue;
    }
    if (typeof r === "object") callbacks.push(...r.callbacks || []);
    const isEscaped = r.isEscaped;
    r = await (typeof r === "object" ? r.toString() : r);
    if (typeof r === "object") callbacks.push(...r.callbacks || []);
    if (r.isEscaped ?? isEscaped) str += r;
    else {
      const buf = [str];
      escapeToBuffer(r, buf);
      str = buf[0];
    }
  }
  return raw(str, callbacks);
};
var escapeToBuffer = (str, buffer) => {
  const match = str.search(escapeRe);
  if (match === -1) {
    buffer[0] += str;
    return;
  }
  let escape;
  let index;
  let lastIndex = 0;
  for (index = match; index < str.length; index++) {
    switch (str.charCodeAt(index)) {
      case 34:
        escape = "&quot;";
        break;
      case 39:
        escape = "&#39;";
        break;
      case 38:
        escape = "&amp;";
        break;
      case 60:
        escape = "&lt;";
        break;
      case 62:
        escape = "&gt;";
        break;
      default:
        continue;
    }
    buffer[0] += str.substring(lastIndex, index) + escape;
    lastIndex = index + 1;
  }
  buffer[0] += str.substring(lastIndex, index);
};
var resolveCallbackSync = (str) => {
  const callbacks = str.callbacks;
  if (!callbacks?.length) return str;
  const buffer = [str];
  const context = {};
  callbacks.forEach((c) => c({
    phase: HtmlEscapedCallbackPhase.Stringify,
    buffer,
    context
  }));
  return buffer[0];
};

// node_modules/hono/dist/helper/html/index.js
var html = (strings, ...values) => {
  const buffer = [""];
  for (let i = 0, len = strings.length - 1; i < len; i++) {
    buffer[0] += strings[i];
    const children = Array.isArray(values[i]) ? values[i].flat(Infinity) : [values[i]];
    for (let i2 = 0, len2 = children.length; i2 < len2; i2++) {
      const child = children[i2];
      if (typeof child === "string") escapeToBuffer(child, buffer);
      else if (typeof child === "number") buffer[0] += child;
      else if (typeof child === "boolean" || child === null || child === void 0) continue;
      else if (typeof child === "object" && child.isEscaped) {
        if (child.callbacks) buffer.unshift("", child);
        else {
          const tmp = child.toString();
          if (tmp instanceof Promise) buffer.unshift("", tmp);
          else buffer[0] += tmp;
        }
      } else if (child instanceof Promise) buffer.unshift("", child);
      else escapeToBuffer(child.toString(), buffer);
    }
  }
  buffer[0] += strings.at(-1);
  return buffer.length === 1 ? "callbacks" in buffer ? raw(resolveCallbackSync(raw(buffer[0], buffer.callbacks))) : raw(buffer[0]) : stringBufferToString(buffer, buffer.callbacks);
};

// src/evidence-page/evidence-page.ts
var import_plain3 = __toESM(require_shared37(), 1);

// src/evidence-page/markup.ts
var import_plain = __toESM(require_shared37(), 1);
var longest = 4e3;
function markup(strings, ...values) {
  return html(strings, ...values.map(visible));
}
var nothing = html``;
function visible(value) {
  if (typeof value === "string") return (0, import_plain.clip)((0, import_plain.plain)(value), longest);
  return Array.isArray(value) ? value.map(visible) : value;
}

// src/evidence-page/bounded-list.ts
var named3 = 500;
function list2(title, items) {
  if (items.length === 0) return nothing;
  return markup`<h3>${title}</h3>
<ul>${items.slice(0, named3)}</ul>
${more(items.length)}
`;
}
function more(length) {
  return length > named3 ? markup`<p>The report has ${length - named3} more.</p>` : nothing;
}

// src/evidence-page/accepted-section.ts
function acceptedSection({ targets }) {
  const accepted = targets.flatMap((target) => target.accepted ?? []);
  if (accepted.length === 0) return nothing;
  return markup`<section id="accepted">
<h2>Accepted findings</h2>
<p>They do not pass, and do not count until the day on which their exception expires.</p>
<div class="wide" role="group" tabindex="0" aria-label="Accepted findings">
<table>
<thead><tr><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Expires</th></tr></thead>
<tbody>
${accepted.slice(0, named3).map(acceptedRow)}
</tbody>
</table>
</div>
${more(accepted.length)}
</section>
`;
}
function acceptedRow({ id, reason, owner, expires, finding: finding2, permission }) {
  const what = finding2 === void 0 ? markup`<code>${permission.action}</code> ${permission.message}` : markup`<code>${finding2.check}</code> ${finding2.message}`;
  return markup`<tr><th scope="row">${what} <small>${id}</small></th><td>${reason}<td>${owner}<td>${expires}</tr>
`;
}

// src/evidence-page/page-index.ts
var import_id7 = __toESM(require_shared18(), 1);
var import_report6 = __toESM(require_shared26(), 1);
init_report_findings();
function indexOf({ targets, run }) {
  let count8 = 0;
  const anchor = () => `n${++count8}`;
  const numbered = (located, about) => ({
    ...located,
    anchor: anchor(),
    about
  });
  const general = targets.flatMap(
    (target) => findingsOf({ ...target, keys: [] }).map((located) => numbered(located, scopeOf3(target)))
  );
  const providers = targets.flatMap((target) => {
    const accepted = acceptedChecks(target);
    return [...groupsOf2(target, run).values()].map(({ mount, kms, region, keys: keys2 }) => {
      const pageKeys = keys2.map((key) => ({
        key,
        anchor: anchor(),
        findings: findingsOfKey(key).map((located) => numbered(located, aboutOf(located))),
        accepted: accepted.get(keyReportId(key)) ?? /* @__PURE__ */ new Set()
      }));
      return {
        anchor: anchor(),
        mount,
        kms,
        region,
        account_id: target.account_id,
        status: (0, import_report6.worst)(keys2.map(({ status }) => status)),
        depth: target.depth ?? null,
        keys: pageKeys.sort((a, b) => (0, import_report6.bySeverity)(a.key, b.key) || a.key.name.localeCompare(b.key.name))
      };
    });
  });
  providers.sort((a, b) => (0, import_report6.bySeverity)(a, b) || a.kms.localeCompare(b.kms));
  const ofKeys = providers.flatMap(({ keys: keys2 }) => keys2.flatMap(({ findings: findings2 }) => findings2));
  return {
    providers,
    findings: [...general, ...ofKeys].sort((a, b) => (0, import_report6.bySeverity)(a.finding, b.finding))
  };
}
function scopeOf3({ region, account_id }) {
  return account_id === null ? region : `${region}, account ${account_id}`;
}
function acceptedChecks({ accepted = [] }) {
  const checks2 = /* @__PURE__ */ new Map();
  for (const { key, finding: finding2 } of accepted)
    if (key !== null && finding2 !== void 0)
      checks2.set(key, (checks2.get(key) ?? /* @__PURE__ */ new Set()).add(finding2.check));
  return checks2;
}
function groupsOf2(target, run) {
  const groups2 = /* @__PURE__ */ new Map();
  for (const key of target.keys) {
    const region = regionOf2(key, target, run);
    const mount = mountOf2(key, run);
    const id = JSON.stringify([mount, key.kms, region]);
    const group = groups2.get(id) ?? { mount, kms: key.kms, region, keys: [] };
    group.keys.push(key);
    groups2.set(id, group);
  }
  return groups2;
}
function regionOf2({ kms, versions }, target, run) {
  const arn2 = versions.find((version3) => version3.arn !== null)?.arn;
  return arn2?.split(":")[3] || run?.providers.find((provider) => provider.kms === kms)?.region || target.region;
}
function mountOf2({ id, kms, name }, run) {
  const end = `/kms/${kms}/key/${name}`;
  if (id?.endsWith(end)) return id.slice(0, -end.length);
  const mounts = new Set(run?.providers.filter((provider) => provider.kms === kms).map(import_id7.mountId));
  return mounts.size === 1 ? [...mounts][0] : null;
}
function aboutOf({ key, version: version3, finding: finding2 }) {
  const replica = finding2.replica_region === void 0 ? "" : `, replica in ${finding2.replica_region}`;
  return `${key?.name}${version3 === null ? "" : ` version ${version3.version}`}${replica} on ${key?.kms}`;
}
function newestFirst(versions) {
  return [...versions].sort((a, b) => b.version - a.version);
}

// src/evidence-page/status-words.ts
var statusMark = {
  pass: { sign: "✓", word: "match", look: "pass" },
  fail: { sign: "✗", word: "mismatch", look: "fail" },
  indeterminate: { sign: "?", word: "inconclusive", look: "indeterminate" }
};
var decisionMark = {
  allowed: { sign: "✓", word: "allowed", look: "pass" },
  denied: { sign: "✗", word: "denied", look: "fail" },
  indeterminate: { sign: "?", word: "inconclusive", look: "indeterminate" }
};
function badge({ sign, word, look }) {
  return markup`<span class="badge ${look}">${sign} ${word}</span>`;
}

// src/evidence-page/changes-section.ts
function changesSection({ targets, targets_gone = [] }) {
  const changed = targets.flatMap(
    (target) => target.changes === void 0 ? [] : [{ target, changes: target.changes }]
  );
  if (changed.length + targets_gone.length === 0) return nothing;
  return markup`<section id="changes">
<h2>What changed</h2>
${list2(
    "Accounts and regions that are not checked any more",
    targets_gone.map((target) => markup`<li>${target}</li>`)
  )}
${changed.map(({ target, changes }) => changesOf(target, changes, changed.length > 1))}
</section>
`;
}
function changesOf(target, changes, isOneOfMany) {
  const finding2 = ({ id, check: check2, status, message }) => markup`<li>${badge(statusMark[status])} <code>${check2}</code> ${message} <small>${id}</small></li>`;
  const permission = ({ action, principal_arn, region }) => markup`<li><code>${action}</code> in ${region}${principal_arn === null ? nothing : markup` of ${principal_arn}`}</li>`;
  const key = (id) => markup`<li><code>${id}</code></li>`;
  return markup`<p>${isOneOfMany ? markup`<strong>${scopeOf3(target)}</strong>: ` : nothing}Since ${changes.since}: ${changes.new.length} new, ${changes.fixed.length} fixed, ${changes.unchanged} unchanged.</p>
${list2("New findings", changes.new.map(finding2))}
${list2(
    "Key material replaced",
    changes.material_replaced.map(
      ({ id, version: version3, key_id, from, to }) => markup`<li><code>${id}</code> version ${version3}, KMS key <code>${key_id}</code>: from <code>${from}</code> to <code>${to}</code></li>`
    )
  )}
${list2("Keys gone", changes.keys_gone.map(key))}
${list2("Permissions lost", changes.permissions_lost.map(permission))}
${list2("Permissions gained", changes.permissions_gained.map(permission))}
${list2("Keys added", changes.keys_added.map(key))}
${list2("Fixed", changes.fixed.map(finding2))}
`;
}

// src/evidence-page/checks-section.ts
init_all_checks();
var scopes = { version: "key version", key: "key", region: "region", run: "run" };
function checksSection(targets) {
  const docs = Object.values(checkCatalogue);
  const requirements = (id) => [
    ...new Set(targets.flatMap(({ controls }) => controls?.[id] ?? []))
  ];
  return markup`<section id="checks">
<h2>What the checks prove</h2>
<details>
<summary><h3>${docs.length} checks</h3></summary>
<div class="wide" role="group" tabindex="0" aria-label="Checks">
<table>
<thead><tr><th scope="col">Check</th><th scope="col">Of a</th><th scope="col">Proves</th><th scope="col">Cannot see</th><th scope="col">Reads</th><th scope="col">Evidence for</th></tr></thead>
<tbody>
${docs.map((doc) => row(doc, requirements(doc.id)))}
</tbody>
</table>
</div>
</details>
</section>
`;
}
function row({ id, scope, depth, opt_in, proves, cannot_see, calls, page }, requirements) {
  return markup`<tr id="check-${id}"><th scope="row"><a href="${page}">${id}</a></th><td>${scopes[scope]}${depth === "full" ? ", depth full" : ""}${opt_in ? ", canary: true" : ""}<td>${proves}<td>${cannot_see}<td>${calls.join(", ") || "nothing in AWS"}<td>${requirements.join(", ") || "–"}</tr>
`;
}

// src/evidence-page/findings-section.ts
var import_report7 = __toESM(require_shared26(), 1);
var import_plan_wording2 = __toESM(require_shared38(), 1);

// src/evidence-page/check-docs.ts
init_all_checks();
var keyColumns = Object.values(checkCatalogue).filter(
  ({ scope }) => scope === "version" || scope === "key"
);
function checkDoc(id) {
  return Object.hasOwn(checkCatalogue, id) ? checkCatalogue[id] : null;
}

// src/evidence-page/findings-section.ts
var inFull = 300;
var named4 = 5e3;
function anchoredFindings(findings2) {
  return new Set(findings2.slice(0, inFull).map(({ anchor }) => anchor));
}
function findingsSection(findings2) {
  if (findings2.length === 0) return nothing;
  const full = findings2.slice(0, inFull);
  const short = findings2.slice(inFull, named4);
  const left = findings2.length - full.length - short.length;
  return markup`<section id="findings">
<h2>Findings</h2>
${groups(full).map(([check2, group]) => groupOf2(check2, group))}
${short.length === 0 ? nothing : markup`<h3>Further findings</h3><ul class="plain">${short.map(line)}</ul>`}
${left > 0 ? markup`<p>${(0, import_plan_wording2.count)(left, "finding")} more are in the report.</p>` : nothing}
</section>
`;
}
function groups(findings2) {
  const byCheck = /* @__PURE__ */ new Map();
  for (const located of findings2) {
    const { check: check2 } = located.finding;
    byCheck.set(check2, [...byCheck.get(check2) ?? [], located]);
  }
  return [...byCheck].sort(([, a], [, b]) => (0, import_report7.bySeverity)(worstOf(a), worstOf(b)) || b.length - a.length);
}
function worstOf([first]) {
  return first.finding;
}
function groupOf2(check2, group) {
  const doc = checkDoc(check2);
  return markup`<section class="group">
<h3><code>${check2}</code> ${(0, import_plan_wording2.count)(group.length, "finding")}</h3>
${doc === null ? nothing : markup`<p>${doc.why} <a href="#check-${doc.id}">What the check proves</a></p>`}
${group.map(card)}
</section>
`;
}
function card({ anchor, about, finding: finding2, version: version3 }) {
  const { status, expected: expected2, actual, message, remediation } = finding2;
  return markup`<article class="finding ${status}" id="${anchor}">
<h4>${badge(statusMark[status])} ${about}</h4>
<p>${message}</p>
<dl class="facts"><div><dt>Expected</dt><dd>${expected2}</dd></div><div><dt>Found</dt><dd>${actual}</dd></div>${version3 === null ? nothing : markup`<div><dt>KMS key</dt><dd>${version3.arn ?? version3.key_id}</dd></div>`}</dl>
${remedy(remediation)}
</article>
`;
}
function remedy(text2) {
  const lines = text2.split("\n").filter((one) => one !== "");
  if (lines.length === 0) return nothing;
  return markup`<p><strong>Remedy</strong></p>
<ul class="plain">${lines.map((one) => (0, import_report7.isCommand)(one) ? markup`<li><code>${one}</code></li>` : markup`<li>${one}</li>`)}</ul>`;
}
function line({ about, finding: { check: check2, status, actual } }) {
  return markup`<li>${badge(statusMark[status])} <code>${check2}</code> ${about}: ${actual}</li>
`;
}

// src/evidence-page/inventory-section.ts
var import_plan_wording3 = __toESM(require_shared38(), 1);
function inventorySection({ targets }) {
  const inventories = targets.flatMap((target) => target.inventory ?? []);
  if (inventories.length === 0) return nothing;
  const outside = inventories.flatMap(
    (inventory2) => inventory2.outside.map((key) => ({ ...key, scope: scopeOf3(inventory2) }))
  );
  return markup`<section id="inventory">
<h2>KMS keys by origin</h2>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys by origin">
<table>
<thead><tr><th scope="col">Account and region</th><th scope="col">KMS keys</th><th scope="col">Under Vault’s control</th><th scope="col">In Vault’s record</th><th scope="col">Imported by others</th><th scope="col">Made by KMS</th><th scope="col">Custom key store</th><th scope="col">Not read</th></tr></thead>
<tbody>
${inventories.map(inventoryRow)}
</tbody>
</table>
</div>
${outside.length === 0 ? nothing : markup`<details>
<summary><h3>${(0, import_plan_wording3.count)(outside.length, "KMS key")} outside Vault’s record</h3></summary>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys outside Vault’s record">
<table>
<thead><tr><th scope="col">KMS key</th><th scope="col">Origin</th><th scope="col">State</th><th scope="col">Aliases</th><th scope="col">Created</th><th scope="col">Creator</th><th scope="col">Last used</th></tr></thead>
<tbody>
${outside.slice(0, named3).map(
    ({ arn: arn2, source, key_state, aliases, created, creator, last_used }) => markup`<tr><th scope="row">${arn2}</th><td>${origins[source]}<td>${key_state ?? "unknown"}<td>${aliases.join(", ") || "–"}<td>${created ?? "unknown"}<td>${creator ?? "unknown"}<td>${last_used ?? "unknown"}</tr>
`
  )}
</tbody>
</table>
</div>
${more(outside.length)}
</details>`}
</section>
`;
}
var origins = { imported: "imported", kms: "made by KMS", custom_key_store: "custom key store" };
function inventoryRow(inventory2) {
  const { total, vault, imported, kms, custom_key_store, unread: unread2 } = inventory2;
  const share3 = total === 0 ? "–" : `${Math.floor(vault / total * 100)} %`;
  return markup`<tr><th scope="row">${scopeOf3(inventory2)}</th><td>${total}<td>${share3}<td>${vault}<td>${imported}<td>${kms}<td>${custom_key_store}<td>${unread2}</tr>
`;
}

// src/evidence-page/key-matrix.ts
var import_report8 = __toESM(require_shared26(), 1);
var import_plan_wording4 = __toESM(require_shared38(), 1);
var unfolded = 3;
function keyMatrixSection(providers, anchored) {
  if (providers.length === 0) return nothing;
  return markup`<section id="keys">
<h2>Keys and checks</h2>
<p>A row is a key, a column a check. <b class="pass">✓</b> the check passed, or does not apply to the key. <b class="fail">✗</b> it failed. <b class="indeterminate">?</b> it is inconclusive. <b>·</b> no finding of its own, in a key that has others. <b>(✗)</b> it failed and is accepted. <b>◦</b> it read another key of the provider, as a sample. <b>–</b> nothing is shown: the check needs <code>depth: full</code> or <code>canary: true</code>, or the canary was made in this run. Each sign that is not ✓ links to its evidence; the name of a key leads to the KMS keys that were read, and the name of a check to what it proves.</p>
${providers.map((provider) => providerTables(provider, anchored, providers.length))}
</section>
`;
}
function providerTables(provider, anchored, providers) {
  const { anchor, mount, kms, region, account_id, status, keys: keys2, depth } = provider;
  const of = (wanted) => keys2.filter(({ key }) => key.status === wanted).length;
  const name = mount === null ? kms : `${mount}/kms/${kms}`;
  const counts = `${(0, import_plan_wording4.count)(keys2.length, "key")}: ${of("pass")} match, ${of("fail")} mismatch, ${of("indeterminate")} inconclusive`;
  return markup`<details class="provider ${status}" id="${anchor}"${status !== "pass" || providers <= unfolded ? markup` open` : nothing}>
<summary><h3>${badge(statusMark[status])} ${name}</h3> <span>${region}${account_id === null ? nothing : markup`, account ${account_id}`}. ${counts}.</span></summary>
<div class="wide" role="group" tabindex="0" aria-label="Checks of ${name} in ${region}">
<table class="matrix">
<thead><tr><th scope="col">Key</th>${keyColumns.map(columnHead)}</tr></thead>
<tbody>
${keys2.map((key) => matrixRow(key, anchored, depth))}
</tbody>
</table>
</div>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys of ${name} in ${region}">
<table>
<thead><tr><th scope="col">Key</th><th scope="col">Version</th><th scope="col">KMS key</th><th scope="col">State</th><th scope="col">Last used</th><th scope="col">Canary</th><th scope="col">Key material id</th><th scope="col">Result</th></tr></thead>
<tbody>
${keys2.flatMap((key) => versionRows(key, provider))}
</tbody>
</table>
</div>
</details>
`;
}
function columnHead({ id }) {
  return markup`<th scope="col"><a href="#check-${id}">${id}</a></th>`;
}
var passed = markup`<td>✓`;
var quiet = markup`<td>·`;
var notRun = markup`<td>–`;
var sample2 = markup`<td>◦`;
var acceptedCell = markup`<td><a href="#accepted" aria-label="accepted">(✗)</a>`;
function matrixRow({ anchor, key, findings: findings2, accepted }, anchored, depth) {
  const cells = keyColumns.map(({ id, depth: needed, opt_in, sampled }) => {
    const found2 = findings2.filter(({ finding: finding2 }) => finding2.check === id);
    if (found2.length > 0) return findingCell(found2, anchored);
    if (accepted.has(id)) return acceptedCell;
    if (opt_in) return isProvedByCanaries(key) ? passed : notRun;
    if (needed === "full" && depth === "standard" && !(id === "last_use" && hasUsage(key))) return notRun;
    if (sampled && depth === "standard" && !key.versions.some(({ policy_read }) => policy_read))
      return sample2;
    return key.status === "pass" ? passed : quiet;
  });
  return markup`<tr class="${key.status}"><th scope="row"><a href="#${anchor}">${key.name}</a></th>${cells}</tr>
`;
}
function hasUsage({ versions }) {
  return versions.some(({ usage }) => usage !== void 0);
}
function isProvedByCanaries({ versions }) {
  const enabled = versions.filter(({ key_state }) => key_state === "Enabled");
  return enabled.length > 0 && enabled.every(({ canary: canary3 }) => canary3?.result === "pass");
}
function findingCell(found2, anchored) {
  const [first] = [...found2].sort((a, b) => (0, import_report8.bySeverity)(a.finding, b.finding));
  const { sign, word, look } = statusMark[first.finding.status];
  const target = anchored.has(first.anchor) ? first.anchor : "findings";
  return markup`<td class="${look}"><a href="#${target}" aria-label="${word}">${sign}</a>`;
}
function versionRows({ anchor, key, findings: findings2 }, { region, account_id }) {
  const rows = newestFirst(key.versions);
  if (rows.length === 0) {
    const why2 = findings2.length > 0 ? "no KMS key" : "left out of the report";
    return [
      markup`<tr id="${anchor}" class="${key.status}"><th scope="row">${key.name}</th><td>–<td>${why2}<td>–<td>–<td>–<td>–<td>${statusMark[key.status].word}</tr>
`
    ];
  }
  return rows.map(
    (version3, row2) => markup`<tr${row2 === 0 ? markup` id="${anchor}"` : nothing} class="${key.status}"><th scope="row">${row2 === 0 ? keyCell(key) : key.name}</th><td>${version3.version}<td>${kmsKeyName(version3, region, account_id)}<td>${version3.key_state ?? "unknown"}<td>${lastUsed(version3)}<td>${canaryText2(version3)}<td>${version3.key_material_id ?? "–"}<td class="${version3.status}">${statusMark[version3.status].word}</tr>
`
  );
}
function keyCell({ name, alias }) {
  return markup`${name}${alias === "" ? nothing : markup` <small>${alias}</small>`}`;
}
function lastUsed({ usage }) {
  if (usage === void 0) return "–";
  if (usage.last_used === null) return `not since ${usage.tracked_since}`;
  return `${usage.last_used}${usage.operation === null ? "" : `, ${usage.operation}`}`;
}
var canaryWords = {
  pass: "readable",
  fail: "not readable",
  indeterminate: "inconclusive",
  not_used: "not used"
};
function canaryText2({ canary: canary3 }) {
  if (canary3 === void 0) return "–";
  const { result, made_at } = canary3;
  if (result === "made") return "made in this run";
  return `${canaryWords[result]}${made_at === void 0 ? "" : `, made ${made_at}`}`;
}
function kmsKeyName({ arn: arn2, key_id }, region, account_id) {
  return arn2 === null || arn2.includes(`:${region}:${account_id}:`) ? key_id : arn2;
}

// src/evidence-page/notices-section.ts
function noticesSection({ targets }) {
  const orphans = targets.flatMap(
    (target) => target.orphans.map(
      ({ alias, key_id }) => markup`<li><code>${alias ?? key_id ?? ""}</code>${alias === null || key_id === null ? nothing : markup` on <code>${key_id}</code>`}, ${scopeOf3(target)}</li>`
    )
  );
  const notices = targets.flatMap(
    ({ notices: notices2 }) => notices2.map(({ code, message }) => markup`<li><code>${code}</code> ${message}</li>`)
  );
  if (orphans.length + notices.length === 0) return nothing;
  return markup`<section id="notices">
<h2>Notices</h2>
<p>They do not change the result.</p>
${list2("In KMS, and of no checked distribution", orphans)}
${list2("Information", notices)}
</section>
`;
}

// src/evidence-page/permission-matrix.ts
var import_permission_remedy3 = __toESM(require_shared23(), 1);
var import_permission_groups = __toESM(require_shared36(), 1);
function permissionsSection(targets) {
  const audited = targets.filter(({ permissions: permissions2 }) => permissions2.length > 0);
  if (audited.length === 0) return nothing;
  const { places, decided, actions } = collect(audited);
  const limits3 = distinctLimits(audited);
  return markup`<section id="permissions">
<h2>Permissions of Vault’s principal</h2>
<p>A row is a KMS provider, a column an action of KMS. Each sign links to the evidence for it.</p>
<div class="wide" role="group" tabindex="0" aria-label="Permissions by provider">
<table class="matrix">
<thead><tr><th scope="col">Provider</th>${actions.map((action) => markup`<th scope="col">${action}</th>`)}</tr></thead>
<tbody>
${places.map((place) => placeRow(place, actions))}
</tbody>
</table>
</div>
<details${decided.some(({ row: row2 }) => row2.decision !== "allowed") ? markup` open` : nothing}>
<summary><h3>PageContent for the decisions</h3></summary>
<div class="wide" role="group" tabindex="0" aria-label="PageContent for permissions">
<table>
<thead><tr><th scope="col">Action</th><th scope="col">Decision</th><th scope="col">PageContent</th><th scope="col">Needed for</th><th scope="col">Providers</th></tr></thead>
<tbody>
${decided.map(evidenceRow)}
</tbody>
</table>
</div>
</details>
${limits3.length === 0 ? nothing : markup`<h3>What this evidence cannot see</h3><ul>${limits3.map((message) => markup`<li>${message}</li>`)}</ul>`}
</section>
`;
}
function collect(targets) {
  const places = /* @__PURE__ */ new Map();
  const reasons = /* @__PURE__ */ new Map();
  for (const target of targets) {
    for (const row2 of target.permissions) {
      const scope = scopeOf3({ region: row2.region, account_id: target.account_id });
      const { action, decision, method, evidence, layer } = row2;
      const reason = JSON.stringify([
        action,
        decision,
        method,
        evidence,
        layer,
        row2.principal_arn,
        (0, import_permission_remedy3.withoutRemedy)(row2)
      ]);
      const decided = reasons.get(reason) ?? { anchor: `p${reasons.size}`, row: row2, where: /* @__PURE__ */ new Set() };
      reasons.set(reason, decided);
      for (const name of (0, import_permission_groups.columnsOf)(row2)) {
        const id = JSON.stringify([scope, name]);
        const place = places.get(id) ?? { name, scope, decided: /* @__PURE__ */ new Map() };
        places.set(id, place);
        place.decided.set(action, worse(place.decided.get(action), decided));
        decided.where.add(name);
      }
    }
  }
  const rank = { denied: 0, indeterminate: 1, allowed: 2 };
  return {
    places: [...places.values()],
    decided: [...reasons.values()].sort((a, b) => rank[a.row.decision] - rank[b.row.decision]),
    actions: [...new Set(targets.flatMap(({ permissions: permissions2 }) => permissions2.map(({ action }) => action)))]
  };
}
function worse(a, b) {
  if (a === void 0 || b.row.decision === "denied") return b;
  return a.row.decision === "allowed" ? b : a;
}
function placeRow({ name, scope, decided }, actions) {
  return markup`<tr><th scope="row">${name} <small>${scope}</small></th>${actions.map((action) => cell(decided.get(action)))}</tr>
`;
}
function cell(decided) {
  if (decided === void 0) return markup`<td>–`;
  const { sign, word, look } = decisionMark[decided.row.decision];
  return markup`<td class="${look}"><a href="#${decided.anchor}" aria-label="${word}">${sign}</a>`;
}
function evidenceRow({ anchor, row: row2, where }) {
  const { action, decision, method, evidence, layer, remedy: remedy2, needed_for, principal_arn } = row2;
  return markup`<tr id="${anchor}"><th scope="row">${action}</th><td>${badge(decisionMark[decision])}<td>${method}: ${evidence}${layer === null ? nothing : markup`, ${layer}`}. ${(0, import_permission_remedy3.withoutRemedy)(row2)}${principal_arn === null ? nothing : markup` <small>${principal_arn}</small>`}${remedy2 === "" ? nothing : markup`<br><strong>Remedy:</strong> ${remedy2}`}<td>${needed_for}<td>${[...where].join(", ")}</tr>
`;
}
function distinctLimits(targets) {
  return [...new Set(targets.flatMap(({ limits: limits3 }) => (limits3 ?? []).map(({ message }) => message)))];
}

// src/evidence-page/run-section.ts
var import_plan_wording5 = __toESM(require_shared38(), 1);
function runSection({ run }) {
  if (run === null || run.plan === null && run.warnings.length === 0) return nothing;
  const { plan, applied, warnings } = run;
  const steps = [
    ...(applied?.failed ?? []).map(
      ({ op, id, error }) => markup`<li>${badge({ ...statusMark.fail, word: "failed" })} ${import_plan_wording5.opWords[op]} <code>${id}</code>: ${error}</li>`
    ),
    ...(applied?.left ?? []).map(
      ({ op, id }) => markup`<li>not done: ${import_plan_wording5.opWords[op]} <code>${id}</code></li>`
    ),
    ...(applied?.done ?? []).map(({ op, id }) => markup`<li>done: ${import_plan_wording5.opWords[op]} <code>${id}</code></li>`),
    ...(applied === null ? plan?.steps ?? [] : []).map(
      ({ op, id, reason }) => markup`<li>planned: ${import_plan_wording5.opWords[op]} <code>${id}</code>: ${reason}</li>`
    )
  ];
  return markup`<section id="run">
<h2>The run in Vault</h2>
${plan === null ? nothing : markup`<p>Plan digest <code>${plan.digest}</code>.</p>`}
${list2(
    "Blocked",
    (plan?.refusals ?? []).map(
      ({ code, id, message, remedy: remedy2 }) => markup`<li><code>${code}</code> <code>${id}</code>: ${message} ${remedy2}</li>`
    )
  )}
${list2("Steps", steps)}
${list2(
    "Not declared",
    (plan?.undeclared ?? []).map((id) => markup`<li><code>${id}</code></li>`)
  )}
${list2(
    "Warnings",
    warnings.map((warning2) => markup`<li>${warning2}</li>`)
  )}
</section>
`;
}

// src/evidence-page/style.ts
var style = `
:root { color-scheme: light; --ground: #fff; --ink: #1f2328; --soft: #57606a; --line: #d0d7de; --surface: #f6f8fa; --link: #0550ae;
  --pass: #116329; --pass-ground: #dafbe1; --fail: #a40e26; --fail-ground: #ffebe9; --open: #7d4e00; --open-ground: #fff8c5; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --ground: #0d1117; --ink: #e6edf3; --soft: #9ea7b3; --line: #3d444d; --surface: #161b22; --link: #79c0ff;
  --pass: #7ee787; --pass-ground: #12261e; --fail: #ffa198; --fail-ground: #2d1517; --open: #e3b341; --open-ground: #272115; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main, nav, footer { max-width: 1180px; margin: 0 auto; padding: 0 16px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0; padding: 12px 0; }
a { color: var(--link); }
h1 { font-size: 30px; line-height: 1.2; margin: 0; }
h1 .eyebrow { display: block; font-size: 14px; font-weight: 400; color: var(--soft); margin-bottom: 4px; }
h2 { font-size: 20px; margin: 32px 0 8px; }
h3 { font-size: 16px; margin: 16px 0 4px; }
h4 { font-size: 15px; margin: 0; }
summary h3 { display: inline; }
summary { cursor: pointer; padding: 6px 0; }
summary span { color: var(--soft); }
p, li, dd, td, th, h4 { overflow-wrap: anywhere; }
code { font: 13px/1.4 ui-monospace, monospace; background: var(--surface); padding: 1px 4px; border-radius: 4px; }
small { color: var(--soft); font-weight: 400; font-size: 0.92em; }
.verdict { border: 1px solid var(--line); border-left-width: 10px; border-radius: 8px; padding: 16px 20px; margin-top: 8px; }
.verdict.pass { border-left-color: var(--pass); background: var(--pass-ground); }
.verdict.fail { border-left-color: var(--fail); background: var(--fail-ground); }
.verdict.indeterminate { border-left-color: var(--open); background: var(--open-ground); }
.verdict small, .verdict dt, .verdict .eyebrow { color: var(--ink); }
.verdict code { background: none; padding: 0; font-weight: 600; }
.verdict h2 { font-size: 17px; margin: 16px 0 4px; }
.lead { font-size: 17px; margin: 6px 0 0; }
.todo { margin: 0; padding-left: 22px; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr)); gap: 8px 24px; margin: 16px 0 0; }
.facts dt { font-size: 12px; color: var(--soft); }
.facts dd { margin: 0; }
.plain { list-style: none; padding: 0; margin: 4px 0; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 999px; padding: 0 8px; font-size: 13px; font-weight: 600; white-space: nowrap; }
.badge.pass, td.pass, b.pass { color: var(--pass); } .badge.fail, td.fail, b.fail { color: var(--fail); }
.badge.indeterminate, td.indeterminate, b.indeterminate { color: var(--open); }
td.pass a, td.fail a, td.indeterminate a { color: inherit; }
.finding { border: 1px solid var(--line); border-left: 6px solid var(--open); border-radius: 6px; padding: 10px 14px; margin: 10px 0; }
.finding.fail { border-left-color: var(--fail); }
.finding p { margin: 6px 0; }
:target { outline: 3px solid var(--link); outline-offset: 2px; }
.wide { overflow-x: auto; margin: 6px 0 14px; }
table { border-collapse: collapse; font-size: 13px; }
table:not(.matrix) { min-width: 900px; }
th, td { border: 1px solid var(--line); padding: 3px 7px; text-align: left; vertical-align: top; min-width: 90px; }
td:first-of-type { min-width: 40px; }
thead th { background: var(--surface); vertical-align: bottom; }
tbody th { font-weight: 600; }
.matrix th, .matrix td { min-width: 0; }
.matrix td { text-align: center; padding: 3px 0; font-size: 14px; }
.matrix td a { display: block; text-decoration: none; font-weight: 700; min-width: 24px; min-height: 24px; }
.matrix td.fail { background: var(--fail-ground); } .matrix td.indeterminate { background: var(--open-ground); }
.matrix thead th:not(:first-child) { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; vertical-align: bottom; font-weight: 400; padding: 6px 3px; white-space: nowrap; border-width: 0 1px 1px; }
.matrix thead th a { display: block; min-width: 24px; text-decoration: none; }
.matrix tbody th { white-space: nowrap; overflow-wrap: normal; }
.topology { display: block; font: 11px system-ui, sans-serif; }
.topology path { fill: none; stroke: var(--line); }
.topology rect { fill: var(--surface); stroke: var(--line); }
.topology text { fill: var(--ink); }
.topology .fail rect { fill: var(--fail-ground); stroke: var(--fail); stroke-width: 2; }
.topology .indeterminate rect { fill: var(--open-ground); stroke: var(--open); stroke-dasharray: 4 2; }
.topology .pass rect { stroke: var(--pass); }
fieldset { border: 1px solid var(--line); border-radius: 6px; display: inline-flex; flex-wrap: wrap; gap: 4px 18px; margin: 4px 0 12px; padding: 4px 12px 8px; }
label { padding: 3px 0; }
main:has(#show-open:checked) :is(tr.pass, details.provider.pass) { display: none; }
footer { color: var(--soft); font-size: 13px; padding: 24px 16px; }
@media print {
  :root { color-scheme: light; --ground: #fff; --ink: #000; --soft: #444; --line: #999; --surface: #f3f3f3; --link: #000;
    --pass: #0b4d1e; --pass-ground: #eefbf0; --fail: #8f0b20; --fail-ground: #fdf0ef; --open: #5f3b00; --open-ground: #fdf9e3; }
  @page { size: A4 landscape; margin: 12mm; }
  body { font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, fieldset { display: none; }
  main, footer { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  table, table:not(.matrix) { font-size: 9px; min-width: 0; }
  .matrix td { font-size: 10px; }
  .topology { width: 100%; height: auto; }
  a { color: inherit; text-decoration: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
  tr, .finding, .badge, .topology { break-inside: avoid; }
  h2, h3, h4, summary, thead { break-after: avoid; }
}
`;

// src/evidence-page/targets-section.ts
function targetsSection({ targets, unchecked: unchecked2 }) {
  if (targets.length + unchecked2.length < 2) return nothing;
  return markup`<section id="targets">
<h2>Accounts and regions</h2>
${list2(
    "Not checked",
    unchecked2.map(({ target, reason }) => markup`<li><code>${target}</code>: ${reason}</li>`)
  )}
<div class="wide" role="group" tabindex="0" aria-label="Accounts and regions">
<table>
<thead><tr><th scope="col">Account and region</th><th scope="col">Result</th><th scope="col">Keys</th><th scope="col">Match</th><th scope="col">Mismatch</th><th scope="col">Inconclusive</th><th scope="col">Denied actions</th><th scope="col">Checked at</th></tr></thead>
<tbody>
${targets.map(targetRow)}
</tbody>
</table>
</div>
</section>
`;
}
function targetRow(target) {
  const { status, complete: complete2, checked_at, summary } = target;
  const { passed: passed3, failed: failed4, indeterminate: indeterminate2 } = summary.key_status;
  return markup`<tr class="${status}"><th scope="row">${scopeOf3(target)}</th><td>${badge(statusMark[status])}${complete2 ? "" : " incomplete"}<td>${summary.keys}<td>${passed3}<td>${failed4}<td>${indeterminate2}<td>${summary.permissions.denied}<td>${checked_at}</tr>
`;
}

// src/evidence-page/topology-picture.ts
var import_report9 = __toESM(require_shared26(), 1);
var import_plain2 = __toESM(require_shared37(), 1);
var import_plan_wording6 = __toESM(require_shared38(), 1);
var mostLeaves = 60;
var mostProviders = 60;
var columns = {
  mount: { x: 4, width: 150, characters: 21 },
  provider: { x: 180, width: 200, characters: 28 },
  key: { x: 404, width: 196, characters: 27 },
  kmsKey: { x: 624, width: 352, characters: 54 }
};
var pictureWidth = 980;
var rowHeight = 26;
var nodeHeight = 20;
function topologySection(providers) {
  if (providers.length === 0) return nothing;
  const drawn = drawnKeys(providers);
  const shown5 = providers.slice(0, mostProviders);
  const mounts = [...new Set(shown5.map(({ mount }) => mount))];
  const roots = mounts.map((mount) => {
    const children = shown5.filter((provider) => provider.mount === mount).map((provider) => providerNode(provider, drawn));
    return { label: mount ?? "Vault", look: "plain", children, rows: 1, column: "mount" };
  });
  const left = providers.length - shown5.length;
  const height = roots.reduce((sum, root) => sum + rowsOf2(root), 0) * rowHeight + 4;
  let top = 0;
  const parts = roots.map((root) => {
    const part = draw(root, top);
    top += rowsOf2(root);
    return part.drawing;
  });
  return markup`<section id="picture">
<h2>Where the keys are</h2>
<div class="wide" role="group" tabindex="0" aria-label="Picture of mounts, providers, keys and KMS keys">
<svg class="topology" viewBox="0 0 ${pictureWidth} ${height}" width="${pictureWidth}" height="${height}" role="img" aria-labelledby="picture-title">
<title id="picture-title">Vault’s mounts, their KMS providers, the keys distributed to each, and the KMS keys that hold their versions</title>
${parts}
</svg>
</div>
${left > 0 ? markup`<p>${(0, import_plan_wording6.count)(left, "provider")} more, in which everything matches or that are listed below.</p>` : nothing}
</section>
`;
}
function drawnKeys(providers) {
  const drawn = /* @__PURE__ */ new Set();
  let leaves = 0;
  const keys2 = providers.flatMap((provider) => provider.keys);
  for (const key of [...keys2].sort((a, b) => (0, import_report9.bySeverity)(a.key, b.key))) {
    leaves += Math.max(1, drawnVersions(key).length);
    if (leaves > mostLeaves) break;
    drawn.add(key);
  }
  return drawn;
}
function drawnVersions({ key }) {
  return newestFirst(key.versions).filter(({ status }, index) => index === 0 || status !== "pass");
}
function providerNode({ kms, region, status, keys: keys2 }, drawn) {
  const rest = keys2.filter((key) => !drawn.has(key));
  const more2 = {
    label: `${keys2.length === rest.length ? "" : "and "}${(0, import_plan_wording6.count)(rest.length, keys2.length === rest.length ? "key" : "more key")}`,
    look: (0, import_report9.worst)(rest.map(({ key }) => key.status)),
    children: [],
    rows: 1,
    column: "key"
  };
  return {
    label: `${kms} · ${region}`,
    look: status,
    children: [...keys2.filter((key) => drawn.has(key)).map(keyNode), ...rest.length === 0 ? [] : [more2]],
    rows: 1,
    column: "provider"
  };
}
function keyNode(pageKey) {
  const { name, status, versions } = pageKey.key;
  return {
    label: versions.length > 1 ? `${name} (${versions.length} versions)` : name,
    look: status,
    children: drawnVersions(pageKey).map(({ key_id, key_state, version: version3, status: status2 }) => ({
      label: `${version3}: ${key_id}${key_state === null ? "" : ` ${key_state}`}`,
      look: status2,
      children: [],
      rows: 1,
      column: "kmsKey"
    })),
    rows: 1,
    column: "key"
  };
}
function rowsOf2({ children, rows }) {
  return Math.max(
    rows,
    children.reduce((sum, child) => sum + rowsOf2(child), 0)
  );
}
function draw(node, top) {
  const { x, width, characters } = columns[node.column];
  const middle = (top + rowsOf2(node) / 2) * rowHeight + 2;
  let row2 = top;
  const children = node.children.map((child) => {
    const part = draw(child, row2);
    row2 += rowsOf2(child);
    return { ...part, left: columns[child.column].x };
  });
  const right = x + width;
  const label = (0, import_plain2.oneLine)(node.label);
  const sign = node.look === "plain" ? "" : `${statusMark[node.look].sign} `;
  const drawing = markup`${children.map(({ middle: to, left }) => markup`<path d="M${right} ${middle}H${(right + left) / 2}V${to}H${left}"/>`)}<g class="${node.look}"><title>${label}</title><rect x="${x}" y="${middle - nodeHeight / 2}" width="${width}" height="${nodeHeight}" rx="4"/><text x="${x + 6}" y="${middle + 4}">${sign}${(0, import_plain2.clip)(label, characters)}</text></g>
${children.map((child) => child.drawing)}`;
  return { drawing, middle };
}

// src/evidence-page/verdict.ts
var import_permission_groups2 = __toESM(require_shared36(), 1);
var import_plan_wording7 = __toESM(require_shared38(), 1);
var shown4 = 5;
var named5 = 12;
function verdictOf({ status, complete: complete2, summary, targets, unchecked: unchecked2, run }) {
  if (targets.length + unchecked2.length === 0) {
    return run?.error == null ? {
      title: "Not verified",
      look: "indeterminate",
      sentence: "This run did not check any key in AWS KMS."
    } : {
      title: "Run failed",
      look: "fail",
      sentence: "The run ended before any key was checked in AWS KMS."
    };
  }
  const { passed: passed3, failed: failed4, indeterminate: indeterminate2 } = summary.key_status;
  const { denied: denied4, indeterminate: open } = summary.permissions;
  const counts = `${(0, import_plan_wording7.count)(summary.keys, "key")} with ${(0, import_plan_wording7.count)(summary.versions, "version")}: ${passed3} match, ${failed4} mismatch, ${indeterminate2} inconclusive.`;
  const permissions2 = denied4 + open === 0 ? "" : ` Permissions of Vault’s principal: ${denied4} denied, ${open} inconclusive.`;
  const accepted = targets.reduce((sum, target) => sum + (target.accepted?.length ?? 0), 0);
  const excepted2 = accepted === 0 ? "" : ` ${(0, import_plan_wording7.count)(accepted, "accepted finding")} apart.`;
  const missing = unchecked2.length === 0 ? "" : ` ${(0, import_plan_wording7.count)(unchecked2.length, "target")} could not be checked.`;
  const cut = complete2 ? "" : " The check is incomplete.";
  const sentence = `${counts}${permissions2}${excepted2}${missing}${cut}${news(targets)}`;
  if (status === "fail") return { title: "Not compliant", look: "fail", sentence };
  if (status === "indeterminate") return { title: "Inconclusive", look: "indeterminate", sentence };
  if (!complete2) return { title: "Incomplete", look: "indeterminate", sentence };
  return { title: "Compliant", look: "pass", sentence };
}
function news(targets) {
  const changes = targets.flatMap((target) => target.changes ?? []);
  if (changes.length === 0) return "";
  const since = changes.map((change) => change.since).sort()[0];
  const of = (list3) => changes.reduce((sum, change) => sum + change[list3].length, 0);
  return ` Since ${since}: ${of("new")} new, ${of("fixed")} fixed.`;
}
function verdictSection(content, index) {
  const { title, look, sentence } = verdictOf(content);
  return markup`<section id="verdict" class="verdict ${look}">
<h1><span class="eyebrow">Vault keys in AWS KMS</span> ${title}</h1>
<p class="lead">${sentence}</p>
${errorBox(content)}
${whatToDo(content, index)}
<dl class="facts">
${[...scopeFacts(content, index), ...content.provenance].map(factRow)}
</dl>
</section>
`;
}
function errorBox({ run }) {
  if (run?.error == null || ["not_compliant", "not_established"].includes(run.error.code)) return nothing;
  return markup`<div class="error"><h2>The run failed: <code>${run.error.code}</code></h2><p>${run.error.message}</p></div>`;
}
function whatToDo({ targets, unchecked: unchecked2 }, { findings: findings2 }) {
  const denied4 = (0, import_permission_groups2.groupPermissions)(targets.flatMap(({ permissions: permissions2 }) => permissions2));
  const first = [
    ...findings2.slice(0, shown4).map(todo),
    ...denied4.slice(0, shown4).map(todoOfPermission),
    ...unchecked2.length === 0 ? [] : [
      markup`<li><a href="#targets">${(0, import_plan_wording7.count)(unchecked2.length, "target")} not checked</a>: ${unchecked2[0]?.reason}</li>`
    ]
  ];
  if (first.length === 0) return nothing;
  const more2 = findings2.length - shown4;
  return markup`<h2>What to do first</h2>
<ol class="todo">
${first}
</ol>
${more2 > 0 ? markup`<p><a href="#findings">and ${(0, import_plan_wording7.count)(more2, "more finding")}</a></p>` : nothing}`;
}
function todo({ anchor, about, finding: { check: check2, message, remediation } }) {
  const [first = ""] = remediation.split("\n");
  return markup`<li><a href="#${anchor}"><code>${check2}</code>, ${about}</a>: ${message}${first === "" ? nothing : markup`<br><strong>Remedy:</strong> ${first}`}</li>
`;
}
function todoOfPermission({ decision, actions, where, remedies: remedies2 }) {
  const [remedy2] = remedies2;
  return markup`<li><a href="#permissions"><code>${actions.join(", ")}</code></a> ${decisionMark[decision].word} for ${where.slice(0, shown4).join(", ")}${where.length > shown4 ? ` and ${where.length - shown4} more` : ""}.${remedy2 === void 0 ? nothing : markup`<br><strong>Remedy:</strong> ${remedy2}`}</li>
`;
}
function scopeFacts({ targets, checked_at, summary }, { providers }) {
  const listed2 = (label, texts3) => {
    const unique4 = [...new Set(texts3.filter((text2) => text2 !== null && text2 !== ""))];
    if (unique4.length === 0) return [];
    const more2 = unique4.length > named5 ? ` and ${unique4.length - named5} more` : "";
    return [{ label, text: `${unique4.slice(0, named5).join("; ")}${more2}` }];
  };
  const left = summary.keys - providers.reduce((sum, { keys: keys2 }) => sum + keys2.length, 0);
  return [
    ...listed2("AWS accounts and regions", targets.map(scopeOf3)),
    ...listed2(
      "KMS providers",
      providers.map(({ mount, kms }) => mount === null ? kms : `${mount}/kms/${kms}`)
    ),
    ...listed2(
      "Audited principal",
      targets.map(({ principal_arn }) => principal_arn)
    ),
    ...listed2(
      "Depth",
      targets.map(({ depth }) => depth ?? null)
    ),
    ...left > 0 ? [{ label: "Left out", text: `${(0, import_plan_wording7.count)(left, "key")} that the report counts and does not list` }] : [],
    ...listed2("Checked at", [checked_at])
  ];
}
function factRow({ label, text: text2, url }) {
  const value = url === void 0 ? markup`${text2}` : markup`<a href="${url}">${text2}</a>`;
  return markup`<div><dt>${label}</dt><dd>${value}</dd></div>
`;
}

// src/evidence-page/evidence-page.ts
function evidencePage(content) {
  const index = indexOf(content);
  const sections = [
    { id: "findings", name: "Findings", body: findingsSection(index.findings) },
    { id: "changes", name: "What changed", body: changesSection(content) },
    { id: "accepted", name: "Accepted findings", body: acceptedSection(content) },
    { id: "run", name: "Run", body: runSection(content) },
    { id: "targets", name: "Accounts and regions", body: targetsSection(content) },
    { id: "picture", name: "Where the keys are", body: topologySection(index.providers) },
    {
      id: "keys",
      name: "Keys and checks",
      body: keyMatrixSection(index.providers, anchoredFindings(index.findings))
    },
    { id: "permissions", name: "Permissions", body: permissionsSection(content.targets) },
    { id: "inventory", name: "KMS keys by origin", body: inventorySection(content) },
    { id: "notices", name: "Notices", body: noticesSection(content) },
    { id: "checks", name: "What the checks prove", body: checksSection(content.targets) }
  ].filter(({ body }) => String(body) !== "");
  const { title } = verdictOf(content);
  return String(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}: ${(0, import_plain3.clip)((0, import_plain3.oneLine)(scopeTitle(content)), 80)}</title>
<style>${raw(style)}</style>
</head>
<body>
<nav aria-label="Sections"><ul><li><a href="#verdict">Result</a></li>${sections.map(({ id, name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main>
${verdictSection(content, index)}
${index.providers.length === 0 ? nothing : filter}
${sections.map(({ body }) => body)}
</main>
<footer>Made from the report alone. It shows what AWS answered at the time of the check.</footer>
</body>
</html>
`);
}
var styleHash = (0, import_node_crypto4.createHash)("sha256").update(style).digest("base64");
var filter = markup`<fieldset>
<legend>Keys in the tables</legend>
<label><input type="radio" name="show" id="show-all" checked> all</label>
<label><input type="radio" name="show" id="show-open"> only those that do not match</label>
</fieldset>
`;
function scopeTitle({ targets, run, checked_at }) {
  const regions2 = [...new Set(targets.map(({ region }) => region))];
  const where = regions2.length > 3 ? `${regions2.length} regions` : regions2.join(", ");
  return `keys in ${where || run?.vault?.url || "AWS KMS"}, ${checked_at}`;
}

// src/model/empty-summary.ts
var emptySummary = {
  keys: 0,
  key_status: { passed: 0, failed: 0, indeterminate: 0 },
  versions: 0,
  passed: 0,
  failed: 0,
  indeterminate: 0,
  permissions: { allowed: 0, denied: 0, indeterminate: 0 }
};

// src/evidence-page/page-content.ts
function contentOfRun(run) {
  const { verification } = run;
  return {
    status: verification?.status ?? "indeterminate",
    complete: verification?.complete ?? false,
    checked_at: verification?.checked_at ?? run.finished_at ?? run.started_at,
    summary: verification?.summary ?? emptySummary,
    targets: verification === null ? [] : [verification],
    unchecked: [],
    provenance: provenanceOf(run),
    run
  };
}
function contentOfReport(report, provenance) {
  const { status, complete: complete2, checked_at, summary } = report;
  return {
    ...{ status, complete: complete2, checked_at, summary, provenance },
    targets: [report],
    unchecked: [],
    run: null
  };
}
function provenanceOf({ vault, command, provenance: by }) {
  const runUrl = by.run_url !== null && /^https?:\/\/[\w.:/-]{1,300}$/.test(by.run_url) ? by.run_url : null;
  return [
    fact("Checked by", by.actor),
    fact("Repository", by.repository),
    fact("Branch or tag", by.ref),
    fact("Commit", by.commit),
    fact("Workflow", by.workflow),
    ...fact("Run", by.run_id && `${by.run_id}, attempt ${by.run_attempt ?? "1"}`).map(
      (run) => runUrl === null ? run : { ...run, url: runUrl }
    ),
    fact("Command", command),
    fact("Vault", vault?.url),
    fact("Vault namespace", vault?.namespace),
    fact("Manifest SHA-256", by.manifest_sha256),
    fact("Tool version", by.tool_version)
  ].flat();
}
function fact(label, text2) {
  return text2 === null || text2 === void 0 || text2 === "" ? [] : [{ label, text: text2 }];
}

// src/render/junit.ts
init_report_findings();
var import_plain4 = __toESM(require_shared37(), 1);
var import_plan_wording8 = __toESM(require_shared38(), 1);
function junitXml(report) {
  const suites = [
    suite("plan", planCases(report), report),
    suite("keys", keyCases(report), report),
    suite("permissions", permissionCases(report), report)
  ].filter((text2) => text2 !== "");
  return `<?xml version="1.0" encoding="UTF-8"?>
${element("testsuites", { name: `vault-keymgmt-aws-kms ${report.command ?? ""}`.trim() }, suites)}
`;
}
var passed2 = { what: "passed" };
function planCases({ plan, applied, sources, error }) {
  const fileOf = (id) => sources[id]?.file ?? null;
  const asCase = (outcome) => (step) => ({
    name: `${import_plan_wording8.opWords[step.op]} ${step.id}`,
    classname: "plan",
    file: fileOf(step.id),
    outcome: outcome(step)
  });
  const drifts = error?.code === "drift" ? "failure" : "skipped";
  return [
    ...(plan?.refusals ?? []).map(
      ({ id, code, message, remedy: remedy2 }) => ({
        name: `${code} ${id}`,
        classname: "plan",
        file: fileOf(id),
        outcome: { what: "failure", message, text: remedy2 }
      })
    ),
    ...applied === null ? (plan?.steps ?? []).map(asCase(() => ({ what: drifts, message: "planned, not applied", text: "" }))) : [
      ...applied.done.map(asCase(() => passed2)),
      ...applied.failed.map(asCase(({ error: error2 = "" }) => ({ what: "failure", message: error2, text: "" }))),
      ...applied.left.map(asCase(() => ({ what: "skipped", message: "not done", text: "" })))
    ]
  ];
}
function keyCases({ verification }) {
  const { keys: keys2 = [], findings: findings2 = [], accepted = [] } = verification ?? {};
  const acceptedFor = (key, version3) => accepted.filter((one) => one.finding !== void 0 && one.key === key && one.version === version3);
  const region = { classname: "region", file: null };
  return [
    ...findings2.map((finding2) => ({ ...region, name: finding2.check, outcome: outcomeOf([finding2]) })),
    ...acceptedFor(null, null).map((one) => ({
      ...region,
      name: one.finding?.check ?? "",
      outcome: outcomeOf([], [one])
    })),
    ...keys2.flatMap((key) => [
      {
        name: `${key.name}: all versions`,
        classname: key.kms,
        file: null,
        outcome: outcomeOf(key.findings, acceptedFor(keyReportId(key), null))
      },
      ...key.versions.map((version3) => ({
        name: `${key.name}: version ${version3.version}`,
        classname: key.kms,
        file: null,
        outcome: outcomeOf(version3.findings, acceptedFor(keyReportId(key), version3.version))
      }))
    ])
  ];
}
function permissionCases({ verification }) {
  const accepted = (verification?.accepted ?? []).flatMap(
    (one) => one.permission === void 0 ? [] : [
      {
        name: one.permission.action,
        classname: one.permission.principal_arn ?? "no principal",
        file: null,
        outcome: outcomeOf([], [one])
      }
    ]
  );
  const decided = (verification?.permissions ?? []).map(
    ({ action, decision, evidence, message, principal_arn }) => ({
      name: action,
      classname: principal_arn ?? "no principal",
      file: null,
      outcome: decision === "allowed" ? passed2 : {
        what: decision === "denied" ? "failure" : "skipped",
        message: `${decision}: ${evidence}`,
        text: message
      }
    })
  );
  return [...decided, ...accepted];
}
function outcomeOf(findings2, accepted = []) {
  const lines = [
    ...findings2.map(({ check: check2, message, remediation }) => `${check2}: ${message}
→ ${remediation}`),
    ...accepted.map(
      ({ id, finding: finding2, permission, ...exception }) => `${id}: ${finding2?.message ?? permission?.message ?? ""}
→ ${acceptance(exception)}`
    )
  ];
  const text2 = lines.join("\n");
  const worst6 = findings2.find(({ status }) => status === "fail") ?? findings2[0];
  if (worst6 !== void 0 && worst6.status !== "pass")
    return { what: worst6.status === "fail" ? "failure" : "skipped", message: worst6.message, text: text2 };
  const [first] = accepted;
  return first === void 0 ? passed2 : { what: "skipped", message: acceptance(first), text: text2 };
}
function acceptance({ owner, expires, reason }) {
  return `accepted by ${owner} until ${expires}: ${reason}`;
}
function suite(name, cases, { started_at }) {
  if (cases.length === 0) return "";
  const count8 = (what) => String(cases.filter(({ outcome }) => outcome.what === what).length);
  return element(
    "testsuite",
    {
      name,
      tests: String(cases.length),
      failures: count8("failure"),
      skipped: count8("skipped"),
      errors: "0",
      timestamp: started_at
    },
    cases.map(caseXml)
  );
}
function caseXml({ name, classname, file, outcome }) {
  const children = outcome.what === "passed" ? [] : [
    element(
      outcome.what,
      { message: outcome.message },
      outcome.text === "" ? [] : [xmlText(outcome.text)]
    )
  ];
  return element("testcase", { name, classname, ...file === null ? {} : { file } }, children);
}
function element(name, attributes, children) {
  const start2 = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${xmlText(value)}"`)
  ].join(" ");
  return children.length === 0 ? `<${start2}/>` : `<${start2}>
${children.join("\n")}
</${name}>`;
}
function xmlText(text2) {
  return (0, import_plain4.plain)(text2).replace(/[\ufffe\uffff]/g, "�").replace(/[&<>"'\n\t]/g, (character) => `&#${character.codePointAt(0)};`);
}

// src/render/sarif.ts
init_all_controls();
init_report_findings();
var import_key_source = __toESM(require_shared33(), 1);
var import_marker = __toESM(require_shared34(), 1);
var import_plain5 = __toESM(require_shared37(), 1);
var most4 = 5e3;
function sarifJson(report) {
  const problems = [...blockers(report), ...findings(report), ...permissions(report)].slice(0, most4);
  const rules = [...new Set(problems.map(({ rule: rule3 }) => rule3))];
  const controls = report.verification?.controls ?? {};
  const taxonomies = taxonomiesOf(controls, rules);
  const { provenance } = report;
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "vault-keymgmt-aws-kms",
            semanticVersion: provenance.tool_version,
            rules: rules.map((rule3) => ruleOf(rule3, problems, controls, taxonomies)),
            ...taxonomies.length === 0 ? {} : { supportedTaxonomies: taxonomies.map(({ name }, index) => ({ name, index })) }
          }
        },
        ...taxonomies.length === 0 ? {} : { taxonomies },
        automationDetails: { id: `vault-keymgmt-aws-kms/${report.command ?? "none"}/` },
        columnKind: "utf16CodeUnits",
        results: problems.map((problem2) => resultOf(problem2, rules.indexOf(problem2.rule), report))
      }
    ]
  };
  return `${JSON.stringify(log, null, 2)}
`;
}
function ruleOf(id, problems, controls, taxonomies) {
  const severity2 = problems.find(
    (problem2) => problem2.rule === id && problem2.severity !== void 0
  )?.severity;
  const relationships = taxonomies.flatMap(
    ({ name, taxa = [] }, index) => taxa.flatMap(
      (taxon, at) => requirementsOf(controls, id).includes(taxon.id) ? [{ target: { id: taxon.id, index: at, toolComponent: { name, index } }, kinds: ["relevant"] }] : []
    )
  );
  return {
    id,
    shortDescription: { text: id.replaceAll("_", " ") },
    ...relationships.length === 0 ? {} : { relationships },
    properties: {
      tags: ["security"],
      ...severity2 === void 0 ? {} : { "security-severity": scores[severity2] }
    }
  };
}
var scores = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
  informational: "0.1"
};
function taxonomiesOf(controls, rules) {
  const used = new Set(rules.flatMap((rule3) => requirementsOf(controls, rule3)));
  return standards.flatMap(({ name, publisher, url, requirements }) => {
    const taxa = Object.entries(requirements).filter(([id]) => used.has(id)).map(([id, { number: number2, topic }]) => ({ id, name: number2, shortDescription: { text: topic } }));
    return taxa.length === 0 ? [] : [{ name, organization: publisher, informationUri: url, taxa }];
  });
}
function requirementsOf(controls, rule3) {
  return controls[rule3] ?? [];
}
function resultOf({ rule: rule3, level, about, message, remedy: remedy2, source }, ruleIndex, { provenance }) {
  const uri = source?.file ?? provenance.workflow ?? "action.yml";
  return {
    ruleId: rule3,
    ruleIndex,
    level,
    message: { text: (0, import_plain5.clip)((0, import_plain5.plain)(remedy2 === "" ? message : `${message} ${remedy2}`), 4e3) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI((0, import_plain5.plain)(uri).replaceAll("\\", "/")), uriBaseId: "%SRCROOT%" },
          region: {
            startLine: source?.file ? source.line ?? 1 : 1,
            ...source?.file && source.column !== null ? { startColumn: source.column } : {}
          }
        }
      }
    ],
    partialFingerprints: { "vaultKeymgmt/v1": (0, import_marker.hash)([rule3, about]) }
  };
}
function blockers({ plan, sources }) {
  return (plan?.refusals ?? []).map(({ code, id, message, remedy: remedy2 }) => ({
    rule: code,
    level: "error",
    about: id,
    message,
    remedy: remedy2,
    source: sources[id] ?? null
  }));
}
function findings(report) {
  const { verification } = report;
  if (verification === null) return [];
  return findingsOf(verification).filter(({ finding: finding2 }) => finding2.status !== "pass").map(({ finding: finding2, key, version: version3 }) => {
    const at = key === null ? null : (0, import_key_source.keySource)(report, key.kms, key.name);
    return {
      rule: finding2.check,
      level: finding2.status === "fail" ? "error" : "warning",
      ...finding2.severity === void 0 ? {} : { severity: finding2.severity },
      about: `${at?.id ?? verification.region}${version3 === null ? "" : `@${version3.version}`}${finding2.replica_region === void 0 ? "" : ` ${finding2.replica_region}`}`,
      message: finding2.message,
      remedy: finding2.remediation,
      source: at?.source ?? null
    };
  });
}
function permissions({ verification }) {
  return (verification?.permissions ?? []).filter(({ decision }) => decision !== "allowed").map(({ action, decision, evidence, message, principal_arn }) => ({
    rule: "permission",
    level: decision === "denied" ? "error" : "warning",
    about: `${principal_arn} ${action}`,
    message: `${action} is ${decision === "denied" ? "denied" : "inconclusive"} (${evidence}). ${message}`,
    remedy: decision === "denied" ? "Grant it to Vault’s principal." : "",
    source: null
  }));
}

// <stdin>
init_open_reader();
init_verify_credentials();
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  contentOfReport,
  contentOfRun,
  doctorCommand,
  evidencePage,
  junitXml,
  missingReplicas,
  openReader,
  openSharedConnections,
  policyCommand,
  readBaselineFile,
  readExceptionsFile,
  sarifJson,
  verifyCommand,
  verifyCredentials,
  verifyDistributions
});
