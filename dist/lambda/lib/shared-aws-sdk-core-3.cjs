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
  DEFAULT_UA_APP_ID: () => import_shared_aws_sdk_core.DEFAULT_UA_APP_ID,
  EndpointError: () => import_shared_aws_sdk_core.EndpointError,
  NODE_APP_ID_CONFIG_OPTIONS: () => import_shared_aws_sdk_core.NODE_APP_ID_CONFIG_OPTIONS,
  NODE_REGION_CONFIG_FILE_OPTIONS: () => import_shared_smithy_core_6.NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS: () => import_shared_smithy_core_6.NODE_REGION_CONFIG_OPTIONS,
  REGION_ENV_NAME: () => import_shared_smithy_core_6.REGION_ENV_NAME,
  REGION_INI_NAME: () => import_shared_smithy_core_6.REGION_INI_NAME,
  UA_APP_ID_ENV_NAME: () => import_shared_aws_sdk_core.UA_APP_ID_ENV_NAME,
  UA_APP_ID_INI_NAME: () => import_shared_aws_sdk_core.UA_APP_ID_INI_NAME,
  awsEndpointFunctions: () => import_shared_aws_sdk_core.awsEndpointFunctions,
  createDefaultUserAgentProvider: () => import_shared_aws_sdk_core.createDefaultUserAgentProvider,
  createUserAgentStringParsingProvider: () => import_shared_aws_sdk_core.createUserAgentStringParsingProvider,
  crtAvailability: () => import_shared_aws_sdk_core.crtAvailability,
  defaultUserAgent: () => import_shared_aws_sdk_core.defaultUserAgent,
  emitWarningIfUnsupportedVersion: () => import_shared_aws_sdk_core.emitWarningIfUnsupportedVersion,
  fallback: () => import_shared_aws_sdk_core.fallback,
  getAwsRegionExtensionConfiguration: () => import_shared_aws_sdk_core.getAwsRegionExtensionConfiguration,
  getDefaultSocketTimeout: () => import_shared_aws_sdk_core.getDefaultSocketTimeout,
  getHostHeaderPlugin: () => import_shared_aws_sdk_core.getHostHeaderPlugin,
  getLoggerPlugin: () => import_shared_aws_sdk_core.getLoggerPlugin,
  getLongPollPlugin: () => import_shared_aws_sdk_core.getLongPollPlugin,
  getRecursionDetectionPlugin: () => import_shared_aws_sdk_core.getRecursionDetectionPlugin,
  getUserAgentMiddlewareOptions: () => import_shared_aws_sdk_core.getUserAgentMiddlewareOptions,
  getUserAgentPlugin: () => import_shared_aws_sdk_core.getUserAgentPlugin,
  getUserAgentPrefix: () => import_shared_aws_sdk_core.getUserAgentPrefix,
  hostHeaderMiddleware: () => import_shared_aws_sdk_core.hostHeaderMiddleware,
  hostHeaderMiddlewareOptions: () => import_shared_aws_sdk_core.hostHeaderMiddlewareOptions,
  isIpAddress: () => import_shared_aws_sdk_core.isIpAddress,
  isVirtualHostableS3Bucket: () => import_shared_aws_sdk_core.isVirtualHostableS3Bucket,
  loggerMiddleware: () => import_shared_aws_sdk_core.loggerMiddleware,
  loggerMiddlewareOptions: () => import_shared_aws_sdk_core.loggerMiddlewareOptions,
  parseArn: () => import_shared_aws_sdk_core.parseArn,
  partition: () => import_shared_aws_sdk_core.partition,
  recursionDetectionMiddleware: () => import_shared_aws_sdk_core.recursionDetectionMiddleware,
  recursionDetectionMiddlewareOptions: () => import_shared_aws_sdk_core.recursionDetectionMiddlewareOptions,
  resolveAwsRegionExtensionConfiguration: () => import_shared_aws_sdk_core.resolveAwsRegionExtensionConfiguration,
  resolveDefaultAwsRegionalEndpointsConfig: () => import_shared_aws_sdk_core.resolveDefaultAwsRegionalEndpointsConfig,
  resolveEndpoint: () => import_shared_aws_sdk_core.resolveEndpoint,
  resolveHostHeaderConfig: () => import_shared_aws_sdk_core.resolveHostHeaderConfig,
  resolveRegionConfig: () => import_shared_smithy_core_6.resolveRegionConfig,
  resolveUserAgentConfig: () => import_shared_aws_sdk_core.resolveUserAgentConfig,
  setCredentialFeature: () => import_shared_aws_sdk_core.setCredentialFeature,
  setFeature: () => import_shared_aws_sdk_core.setFeature,
  setPartitionInfo: () => import_shared_aws_sdk_core.setPartitionInfo,
  setTokenFeature: () => import_shared_aws_sdk_core.setTokenFeature,
  state: () => import_shared_aws_sdk_core.state,
  stsRegionDefaultResolver: () => import_shared_aws_sdk_core.stsRegionDefaultResolver,
  stsRegionWarning: () => import_shared_aws_sdk_core.warning,
  toEndpointV1: () => import_shared_aws_sdk_core.toEndpointV1,
  useDefaultPartitionInfo: () => import_shared_aws_sdk_core.useDefaultPartitionInfo,
  userAgentMiddleware: () => import_shared_aws_sdk_core.userAgentMiddleware
});
module.exports = __toCommonJS(stdin_exports);
var import_shared_aws_sdk_core = require("./shared-aws-sdk-core.cjs");
var import_shared_smithy_core_6 = require("./shared-smithy-core-6.cjs");
var import_shared_smithy_core_2 = require("./shared-smithy-core-2.cjs");
var import_shared_smithy_core = require("./shared-smithy-core.cjs");
var import_shared_smithy_core_3 = require("./shared-smithy-core-3.cjs");
var import_shared_smithy_core_7 = require("./shared-smithy-core-7.cjs");
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  DEFAULT_UA_APP_ID,
  EndpointError,
  NODE_APP_ID_CONFIG_OPTIONS,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  REGION_ENV_NAME,
  REGION_INI_NAME,
  UA_APP_ID_ENV_NAME,
  UA_APP_ID_INI_NAME,
  awsEndpointFunctions,
  createDefaultUserAgentProvider,
  createUserAgentStringParsingProvider,
  crtAvailability,
  defaultUserAgent,
  emitWarningIfUnsupportedVersion,
  fallback,
  getAwsRegionExtensionConfiguration,
  getDefaultSocketTimeout,
  getHostHeaderPlugin,
  getLoggerPlugin,
  getLongPollPlugin,
  getRecursionDetectionPlugin,
  getUserAgentMiddlewareOptions,
  getUserAgentPlugin,
  getUserAgentPrefix,
  hostHeaderMiddleware,
  hostHeaderMiddlewareOptions,
  isIpAddress,
  isVirtualHostableS3Bucket,
  loggerMiddleware,
  loggerMiddlewareOptions,
  parseArn,
  partition,
  recursionDetectionMiddleware,
  recursionDetectionMiddlewareOptions,
  resolveAwsRegionExtensionConfiguration,
  resolveDefaultAwsRegionalEndpointsConfig,
  resolveEndpoint,
  resolveHostHeaderConfig,
  resolveRegionConfig,
  resolveUserAgentConfig,
  setCredentialFeature,
  setFeature,
  setPartitionInfo,
  setTokenFeature,
  state,
  stsRegionDefaultResolver,
  stsRegionWarning,
  toEndpointV1,
  useDefaultPartitionInfo,
  userAgentMiddleware
});
