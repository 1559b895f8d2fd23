var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
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
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var stdin_exports = {};
__export(stdin_exports, {
  ENV_ACCOUNT_ID: () => import_shared_aws_sdk_credential_provider_env.ENV_ACCOUNT_ID,
  ENV_CREDENTIAL_SCOPE: () => import_shared_aws_sdk_credential_provider_env.ENV_CREDENTIAL_SCOPE,
  ENV_EXPIRATION: () => import_shared_aws_sdk_credential_provider_env.ENV_EXPIRATION,
  ENV_KEY: () => import_shared_aws_sdk_credential_provider_env.ENV_KEY,
  ENV_SECRET: () => import_shared_aws_sdk_credential_provider_env.ENV_SECRET,
  ENV_SESSION: () => import_shared_aws_sdk_credential_provider_env.ENV_SESSION,
  fromEnv: () => import_shared_aws_sdk_credential_provider_env.fromEnv
});
module.exports = __toCommonJS(stdin_exports);
var import_shared_aws_sdk_credential_provider_env = require("./shared-aws-sdk-credential-provider-env.cjs");
var import_shared_aws_sdk_core = require("./shared-aws-sdk-core.cjs");
var import_shared_smithy_core_6 = require("./shared-smithy-core-6.cjs");
var import_shared_smithy_core_2 = require("./shared-smithy-core-2.cjs");
var import_shared_smithy_core = require("./shared-smithy-core.cjs");
var import_shared_smithy_core_3 = require("./shared-smithy-core-3.cjs");
var import_shared_smithy_core_7 = require("./shared-smithy-core-7.cjs");
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  ENV_ACCOUNT_ID,
  ENV_CREDENTIAL_SCOPE,
  ENV_EXPIRATION,
  ENV_KEY,
  ENV_SECRET,
  ENV_SESSION,
  fromEnv
});
