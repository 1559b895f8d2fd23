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
  $Command: () => import_shared_smithy_core_2.Command,
  AssumeRole$: () => import_shared_aws_sdk_nested_clients.AssumeRole$,
  AssumeRoleCommand: () => import_shared_aws_sdk_nested_clients.AssumeRoleCommand,
  AssumeRoleRequest$: () => import_shared_aws_sdk_nested_clients.AssumeRoleRequest$,
  AssumeRoleResponse$: () => import_shared_aws_sdk_nested_clients.AssumeRoleResponse$,
  AssumeRoleWithWebIdentity$: () => import_shared_aws_sdk_nested_clients.AssumeRoleWithWebIdentity$,
  AssumeRoleWithWebIdentityCommand: () => import_shared_aws_sdk_nested_clients.AssumeRoleWithWebIdentityCommand,
  AssumeRoleWithWebIdentityRequest$: () => import_shared_aws_sdk_nested_clients.AssumeRoleWithWebIdentityRequest$,
  AssumeRoleWithWebIdentityResponse$: () => import_shared_aws_sdk_nested_clients.AssumeRoleWithWebIdentityResponse$,
  AssumedRoleUser$: () => import_shared_aws_sdk_nested_clients.AssumedRoleUser$,
  Credentials$: () => import_shared_aws_sdk_nested_clients.Credentials$,
  ExpiredTokenException: () => import_shared_aws_sdk_nested_clients.ExpiredTokenException,
  ExpiredTokenException$: () => import_shared_aws_sdk_nested_clients.ExpiredTokenException$,
  IDPCommunicationErrorException: () => import_shared_aws_sdk_nested_clients.IDPCommunicationErrorException,
  IDPCommunicationErrorException$: () => import_shared_aws_sdk_nested_clients.IDPCommunicationErrorException$,
  IDPRejectedClaimException: () => import_shared_aws_sdk_nested_clients.IDPRejectedClaimException,
  IDPRejectedClaimException$: () => import_shared_aws_sdk_nested_clients.IDPRejectedClaimException$,
  InvalidIdentityTokenException: () => import_shared_aws_sdk_nested_clients.InvalidIdentityTokenException,
  InvalidIdentityTokenException$: () => import_shared_aws_sdk_nested_clients.InvalidIdentityTokenException$,
  MalformedPolicyDocumentException: () => import_shared_aws_sdk_nested_clients.MalformedPolicyDocumentException,
  MalformedPolicyDocumentException$: () => import_shared_aws_sdk_nested_clients.MalformedPolicyDocumentException$,
  PackedPolicyTooLargeException: () => import_shared_aws_sdk_nested_clients.PackedPolicyTooLargeException,
  PackedPolicyTooLargeException$: () => import_shared_aws_sdk_nested_clients.PackedPolicyTooLargeException$,
  PolicyDescriptorType$: () => import_shared_aws_sdk_nested_clients.PolicyDescriptorType$,
  ProvidedContext$: () => import_shared_aws_sdk_nested_clients.ProvidedContext$,
  RegionDisabledException: () => import_shared_aws_sdk_nested_clients.RegionDisabledException,
  RegionDisabledException$: () => import_shared_aws_sdk_nested_clients.RegionDisabledException$,
  STS: () => import_shared_aws_sdk_nested_clients.STS,
  STSClient: () => import_shared_aws_sdk_nested_clients.STSClient,
  STSServiceException: () => import_shared_aws_sdk_nested_clients.STSServiceException,
  STSServiceException$: () => import_shared_aws_sdk_nested_clients.STSServiceException$,
  Tag$: () => import_shared_aws_sdk_nested_clients.Tag$,
  __Client: () => import_shared_smithy_core_2.Client,
  decorateDefaultCredentialProvider: () => import_shared_aws_sdk_nested_clients.decorateDefaultCredentialProvider,
  errorTypeRegistries: () => import_shared_aws_sdk_nested_clients.errorTypeRegistries,
  getDefaultRoleAssumer: () => import_shared_aws_sdk_nested_clients.getDefaultRoleAssumer,
  getDefaultRoleAssumerWithWebIdentity: () => import_shared_aws_sdk_nested_clients.getDefaultRoleAssumerWithWebIdentity
});
module.exports = __toCommonJS(stdin_exports);
var import_shared_aws_sdk_nested_clients = require("./shared-aws-sdk-nested-clients.cjs");
var import_shared_aws_sdk_nested_clients_2 = require("./shared-aws-sdk-nested-clients-2.cjs");
var import_shared_aws_sdk_signature_v4_multi_region = require("./shared-aws-sdk-signature-v4-multi-region.cjs");
var import_shared_aws_sdk_core_2 = require("./shared-aws-sdk-core-2.cjs");
var import_shared_smithy_signature_v4 = require("./shared-smithy-signature-v4.cjs");
var import_shared_smithy_core_5 = require("./shared-smithy-core-5.cjs");
var import_shared_aws_sdk_core = require("./shared-aws-sdk-core.cjs");
var import_shared_smithy_core_6 = require("./shared-smithy-core-6.cjs");
var import_shared_smithy_core_2 = require("./shared-smithy-core-2.cjs");
var import_shared_smithy_node_http_handler = require("./shared-smithy-node-http-handler.cjs");
var import_shared_smithy_core = require("./shared-smithy-core.cjs");
var import_shared_smithy_core_3 = require("./shared-smithy-core-3.cjs");
var import_shared_smithy_core_7 = require("./shared-smithy-core-7.cjs");
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  $Command,
  AssumeRole$,
  AssumeRoleCommand,
  AssumeRoleRequest$,
  AssumeRoleResponse$,
  AssumeRoleWithWebIdentity$,
  AssumeRoleWithWebIdentityCommand,
  AssumeRoleWithWebIdentityRequest$,
  AssumeRoleWithWebIdentityResponse$,
  AssumedRoleUser$,
  Credentials$,
  ExpiredTokenException,
  ExpiredTokenException$,
  IDPCommunicationErrorException,
  IDPCommunicationErrorException$,
  IDPRejectedClaimException,
  IDPRejectedClaimException$,
  InvalidIdentityTokenException,
  InvalidIdentityTokenException$,
  MalformedPolicyDocumentException,
  MalformedPolicyDocumentException$,
  PackedPolicyTooLargeException,
  PackedPolicyTooLargeException$,
  PolicyDescriptorType$,
  ProvidedContext$,
  RegionDisabledException,
  RegionDisabledException$,
  STS,
  STSClient,
  STSServiceException,
  STSServiceException$,
  Tag$,
  __Client,
  decorateDefaultCredentialProvider,
  errorTypeRegistries,
  getDefaultRoleAssumer,
  getDefaultRoleAssumerWithWebIdentity
});
