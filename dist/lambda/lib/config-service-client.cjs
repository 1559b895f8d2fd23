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
  PutEvaluationsCommand: () => PutEvaluationsCommand,
  configServiceClient: () => configServiceClient
});
module.exports = __toCommonJS(stdin_exports);
var import_shared_aws_sdk_credential_provider_node = require("./shared-aws-sdk-credential-provider-node.cjs");
var import_shared_aws_sdk_core_2 = require("./shared-aws-sdk-core-2.cjs");
var import_shared_smithy_signature_v4 = require("./shared-smithy-signature-v4.cjs");
var import_shared_smithy_core_5 = require("./shared-smithy-core-5.cjs");
var import_shared_aws_sdk_credential_provider_env = require("./shared-aws-sdk-credential-provider-env.cjs");
var import_shared_aws_sdk_core = require("./shared-aws-sdk-core.cjs");
var import_shared_smithy_core_6 = require("./shared-smithy-core-6.cjs");
var import_shared_smithy_core_2 = require("./shared-smithy-core-2.cjs");
var import_shared_smithy_node_http_handler = require("./shared-smithy-node-http-handler.cjs");
var import_shared_smithy_core = require("./shared-smithy-core.cjs");
var import_shared_smithy_core_3 = require("./shared-smithy-core-3.cjs");
var import_shared_smithy_core_7 = require("./shared-smithy-core-7.cjs");
var defaultConfigServiceHttpAuthSchemeParametersProvider = async (config, context, input) => {
  return {
    operation: (0, import_shared_smithy_core_7.getSmithyContext)(context).operation,
    region: await (0, import_shared_smithy_core_7.normalizeProvider)(config.region)() || (() => {
      throw new Error("expected `region` to be configured for `aws.auth#sigv4`");
    })()
  };
};
function createAwsAuthSigv4HttpAuthOption(authParameters) {
  return {
    schemeId: "aws.auth#sigv4",
    signingProperties: {
      name: "config",
      region: authParameters.region
    },
    propertiesExtractor: (config, context) => ({
      signingProperties: {
        config,
        context
      }
    })
  };
}
var defaultConfigServiceHttpAuthSchemeProvider = (authParameters) => {
  const options = [];
  switch (authParameters.operation) {
    default: {
      options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
    }
  }
  return options;
};
var resolveHttpAuthSchemeConfig = (config) => {
  const config_0 = (0, import_shared_aws_sdk_core_2.resolveAwsSdkSigV4Config)(config);
  return Object.assign(config_0, {
    authSchemePreference: (0, import_shared_smithy_core_7.normalizeProvider)(config.authSchemePreference ?? [])
  });
};
var resolveClientEndpointParameters = (options) => {
  return Object.assign(options, {
    useDualstackEndpoint: options.useDualstackEndpoint ?? false,
    useFipsEndpoint: options.useFipsEndpoint ?? false,
    defaultSigningName: "config"
  });
};
var commonParams = {
  UseFIPS: { type: "builtInParams", name: "useFipsEndpoint" },
  Endpoint: { type: "builtInParams", name: "endpoint" },
  Region: { type: "builtInParams", name: "region" },
  UseDualStack: { type: "builtInParams", name: "useDualstackEndpoint" }
};
var package_default = {
  name: "@aws-sdk/client-config-service",
  version: "3.1124.0",
  description: "AWS SDK for JavaScript Config Service Client for Node.js, Browser and React Native",
  homepage: "https://github.com/aws/aws-sdk-js-v3/tree/main/clients/client-config-service",
  license: "Apache-2.0",
  author: {
    name: "AWS SDK for JavaScript Team",
    url: "https://aws.amazon.com/sdk-for-javascript/"
  },
  repository: {
    type: "git",
    url: "https://github.com/aws/aws-sdk-js-v3.git",
    directory: "clients/client-config-service"
  },
  files: [
    "dist-*/**"
  ],
  sideEffects: false,
  main: "./dist-cjs/index.js",
  module: "./dist-es/index.js",
  browser: {
    "./dist-es/runtimeConfig": "./dist-es/runtimeConfig.browser"
  },
  types: "./dist-types/index.d.ts",
  typesVersions: {
    "<4.5": {
      "dist-types/*": [
        "dist-types/ts3.4/*"
      ]
    }
  },
  "react-native": {
    "./dist-es/runtimeConfig": "./dist-es/runtimeConfig.native"
  },
  scripts: {
    build: "concurrently 'yarn:build:types' 'yarn:build:es' && yarn build:cjs",
    "build:cjs": "node ../../scripts/compilation/inline",
    "build:es": "premove dist-es && tsc -p tsconfig.es.json",
    "build:include:deps": 'yarn g:turbo run build -F="$npm_package_name"',
    "build:types": "premove dist-types && tsc -p tsconfig.types.json",
    "build:types:downlevel": "downlevel-dts dist-types dist-types/ts3.4",
    clean: "premove dist-cjs dist-es dist-types",
    "extract:docs": "api-extractor run --local",
    "generate:client": "node ../../scripts/generate-clients/single-service",
    "test:e2e": "yarn g:vitest run -c vitest.config.e2e.mts",
    "test:e2e:watch": "yarn g:vitest watch -c vitest.config.e2e.mts",
    "test:index": "tsc -p tsconfig.test.json && node ./test/index-objects.spec.mjs"
  },
  dependencies: {
    "@aws-sdk/core": "^3.977.9",
    "@aws-sdk/credential-provider-node": "^3.972.82",
    "@aws-sdk/types": "^3.974.5",
    "@smithy/core": "^3.33.3",
    "@smithy/fetch-http-handler": "^5.7.2",
    "@smithy/node-http-handler": "^4.11.3",
    "@smithy/types": "^4.17.2",
    tslib: "^2.6.2"
  },
  devDependencies: {
    "@tsconfig/node20": "20.1.8",
    "@types/node": "^20.14.8",
    concurrently: "7.0.0",
    "downlevel-dts": "0.10.1",
    premove: "4.0.0",
    typescript: "~7.0.2"
  },
  engines: {
    node: ">=20.0.0"
  }
};
var k = "ref";
var a = -1;
var b = true;
var c = "isSet";
var d = "PartitionResult";
var e = "booleanEquals";
var f = "getAttr";
var g = { [k]: "Endpoint" };
var h = { [k]: d };
var i = {};
var j = [{ [k]: "Region" }];
var _data = {
  conditions: [
    [c, [g]],
    [c, j],
    ["aws.partition", j, d],
    [e, [{ [k]: "UseFIPS" }, b]],
    [e, [{ [k]: "UseDualStack" }, b]],
    [e, [{ fn: f, argv: [h, "supportsDualStack"] }, b]],
    [e, [{ fn: f, argv: [h, "supportsFIPS"] }, b]],
    ["stringEquals", [{ fn: f, argv: [h, "name"] }, "aws-us-gov"]]
  ],
  results: [
    [a],
    [a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
    [a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
    [g, i],
    ["https://config-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
    [a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
    ["https://config.{Region}.amazonaws.com", i],
    ["https://config-fips.{Region}.{PartitionResult#dnsSuffix}", i],
    [a, "FIPS is enabled but this partition does not support FIPS"],
    ["https://config.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
    [a, "DualStack is enabled but this partition does not support DualStack"],
    ["https://config.{Region}.{PartitionResult#dnsSuffix}", i],
    [a, "Invalid Configuration: Missing Region"]
  ]
};
var root = 2;
var r = 1e8;
var nodes = new Int32Array([
  -1,
  1,
  -1,
  0,
  13,
  3,
  1,
  4,
  r + 12,
  2,
  5,
  r + 12,
  3,
  8,
  6,
  4,
  7,
  r + 11,
  5,
  r + 9,
  r + 10,
  4,
  11,
  9,
  6,
  10,
  r + 8,
  7,
  r + 6,
  r + 7,
  5,
  12,
  r + 5,
  6,
  r + 4,
  r + 5,
  3,
  r + 1,
  14,
  4,
  r + 2,
  r + 3
]);
var bdd = import_shared_aws_sdk_core.BinaryDecisionDiagram.from(nodes, root, _data.conditions, _data.results);
var cache = new import_shared_aws_sdk_core.EndpointCache({
  size: 50,
  params: ["Endpoint", "Region", "UseDualStack", "UseFIPS"]
});
var defaultEndpointResolver = (endpointParams, context = {}) => {
  return cache.get(endpointParams, () => (0, import_shared_aws_sdk_core.decideEndpoint)(bdd, {
    endpointParams,
    logger: context.logger
  }));
};
import_shared_aws_sdk_core.customEndpointFunctions.aws = import_shared_aws_sdk_core.awsEndpointFunctions;
var ConfigServiceServiceException = class _ConfigServiceServiceException extends import_shared_smithy_core_2.ServiceException {
  constructor(options) {
    super(options);
    Object.setPrototypeOf(this, _ConfigServiceServiceException.prototype);
  }
};
var ConflictException = class _ConflictException extends ConfigServiceServiceException {
  name = "ConflictException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "ConflictException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ConflictException.prototype);
  }
};
var NoSuchConfigurationRecorderException = class _NoSuchConfigurationRecorderException extends ConfigServiceServiceException {
  name = "NoSuchConfigurationRecorderException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchConfigurationRecorderException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchConfigurationRecorderException.prototype);
  }
};
var ValidationException = class _ValidationException extends ConfigServiceServiceException {
  name = "ValidationException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "ValidationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ValidationException.prototype);
  }
};
var NoSuchConfigurationAggregatorException = class _NoSuchConfigurationAggregatorException extends ConfigServiceServiceException {
  name = "NoSuchConfigurationAggregatorException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchConfigurationAggregatorException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchConfigurationAggregatorException.prototype);
  }
};
var NoAvailableConfigurationRecorderException = class _NoAvailableConfigurationRecorderException extends ConfigServiceServiceException {
  name = "NoAvailableConfigurationRecorderException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoAvailableConfigurationRecorderException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoAvailableConfigurationRecorderException.prototype);
  }
};
var ConformancePackTemplateValidationException = class _ConformancePackTemplateValidationException extends ConfigServiceServiceException {
  name = "ConformancePackTemplateValidationException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "ConformancePackTemplateValidationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ConformancePackTemplateValidationException.prototype);
  }
};
var InvalidParameterValueException = class _InvalidParameterValueException extends ConfigServiceServiceException {
  name = "InvalidParameterValueException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidParameterValueException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidParameterValueException.prototype);
  }
};
var NoSuchConfigRuleException = class _NoSuchConfigRuleException extends ConfigServiceServiceException {
  name = "NoSuchConfigRuleException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchConfigRuleException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchConfigRuleException.prototype);
  }
};
var ResourceInUseException = class _ResourceInUseException extends ConfigServiceServiceException {
  name = "ResourceInUseException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "ResourceInUseException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ResourceInUseException.prototype);
  }
};
var UnmodifiableEntityException = class _UnmodifiableEntityException extends ConfigServiceServiceException {
  name = "UnmodifiableEntityException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "UnmodifiableEntityException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _UnmodifiableEntityException.prototype);
  }
};
var NoSuchConformancePackException = class _NoSuchConformancePackException extends ConfigServiceServiceException {
  name = "NoSuchConformancePackException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchConformancePackException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchConformancePackException.prototype);
  }
};
var ResourceNotFoundException = class _ResourceNotFoundException extends ConfigServiceServiceException {
  name = "ResourceNotFoundException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "ResourceNotFoundException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ResourceNotFoundException.prototype);
  }
};
var LastDeliveryChannelDeleteFailedException = class _LastDeliveryChannelDeleteFailedException extends ConfigServiceServiceException {
  name = "LastDeliveryChannelDeleteFailedException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "LastDeliveryChannelDeleteFailedException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _LastDeliveryChannelDeleteFailedException.prototype);
  }
};
var NoSuchDeliveryChannelException = class _NoSuchDeliveryChannelException extends ConfigServiceServiceException {
  name = "NoSuchDeliveryChannelException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchDeliveryChannelException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchDeliveryChannelException.prototype);
  }
};
var NoSuchOrganizationConfigRuleException = class _NoSuchOrganizationConfigRuleException extends ConfigServiceServiceException {
  name = "NoSuchOrganizationConfigRuleException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchOrganizationConfigRuleException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchOrganizationConfigRuleException.prototype);
  }
};
var OrganizationAccessDeniedException = class _OrganizationAccessDeniedException extends ConfigServiceServiceException {
  name = "OrganizationAccessDeniedException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "OrganizationAccessDeniedException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _OrganizationAccessDeniedException.prototype);
  }
};
var NoSuchOrganizationConformancePackException = class _NoSuchOrganizationConformancePackException extends ConfigServiceServiceException {
  name = "NoSuchOrganizationConformancePackException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchOrganizationConformancePackException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchOrganizationConformancePackException.prototype);
  }
};
var InsufficientPermissionsException = class _InsufficientPermissionsException extends ConfigServiceServiceException {
  name = "InsufficientPermissionsException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InsufficientPermissionsException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InsufficientPermissionsException.prototype);
  }
};
var NoSuchRemediationConfigurationException = class _NoSuchRemediationConfigurationException extends ConfigServiceServiceException {
  name = "NoSuchRemediationConfigurationException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchRemediationConfigurationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchRemediationConfigurationException.prototype);
  }
};
var RemediationInProgressException = class _RemediationInProgressException extends ConfigServiceServiceException {
  name = "RemediationInProgressException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "RemediationInProgressException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _RemediationInProgressException.prototype);
  }
};
var NoSuchRemediationExceptionException = class _NoSuchRemediationExceptionException extends ConfigServiceServiceException {
  name = "NoSuchRemediationExceptionException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchRemediationExceptionException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchRemediationExceptionException.prototype);
  }
};
var NoRunningConfigurationRecorderException = class _NoRunningConfigurationRecorderException extends ConfigServiceServiceException {
  name = "NoRunningConfigurationRecorderException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoRunningConfigurationRecorderException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoRunningConfigurationRecorderException.prototype);
  }
};
var NoSuchRetentionConfigurationException = class _NoSuchRetentionConfigurationException extends ConfigServiceServiceException {
  name = "NoSuchRetentionConfigurationException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchRetentionConfigurationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchRetentionConfigurationException.prototype);
  }
};
var InvalidLimitException = class _InvalidLimitException extends ConfigServiceServiceException {
  name = "InvalidLimitException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidLimitException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidLimitException.prototype);
  }
};
var InvalidNextTokenException = class _InvalidNextTokenException extends ConfigServiceServiceException {
  name = "InvalidNextTokenException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidNextTokenException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidNextTokenException.prototype);
  }
};
var NoSuchConfigRuleInConformancePackException = class _NoSuchConfigRuleInConformancePackException extends ConfigServiceServiceException {
  name = "NoSuchConfigRuleInConformancePackException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchConfigRuleInConformancePackException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchConfigRuleInConformancePackException.prototype);
  }
};
var OversizedConfigurationItemException = class _OversizedConfigurationItemException extends ConfigServiceServiceException {
  name = "OversizedConfigurationItemException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "OversizedConfigurationItemException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _OversizedConfigurationItemException.prototype);
  }
};
var ResourceNotDiscoveredException = class _ResourceNotDiscoveredException extends ConfigServiceServiceException {
  name = "ResourceNotDiscoveredException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "ResourceNotDiscoveredException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ResourceNotDiscoveredException.prototype);
  }
};
var InvalidTimeRangeException = class _InvalidTimeRangeException extends ConfigServiceServiceException {
  name = "InvalidTimeRangeException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidTimeRangeException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidTimeRangeException.prototype);
  }
};
var IdempotentParameterMismatch = class _IdempotentParameterMismatch extends ConfigServiceServiceException {
  name = "IdempotentParameterMismatch";
  $fault = "client";
  constructor(opts) {
    super({
      name: "IdempotentParameterMismatch",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _IdempotentParameterMismatch.prototype);
  }
};
var InsufficientDeliveryPolicyException = class _InsufficientDeliveryPolicyException extends ConfigServiceServiceException {
  name = "InsufficientDeliveryPolicyException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InsufficientDeliveryPolicyException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InsufficientDeliveryPolicyException.prototype);
  }
};
var InvalidConfigurationRecorderNameException = class _InvalidConfigurationRecorderNameException extends ConfigServiceServiceException {
  name = "InvalidConfigurationRecorderNameException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidConfigurationRecorderNameException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidConfigurationRecorderNameException.prototype);
  }
};
var InvalidDeliveryChannelNameException = class _InvalidDeliveryChannelNameException extends ConfigServiceServiceException {
  name = "InvalidDeliveryChannelNameException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidDeliveryChannelNameException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidDeliveryChannelNameException.prototype);
  }
};
var InvalidExpressionException = class _InvalidExpressionException extends ConfigServiceServiceException {
  name = "InvalidExpressionException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidExpressionException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidExpressionException.prototype);
  }
};
var InvalidRecordingGroupException = class _InvalidRecordingGroupException extends ConfigServiceServiceException {
  name = "InvalidRecordingGroupException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidRecordingGroupException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidRecordingGroupException.prototype);
  }
};
var InvalidResultTokenException = class _InvalidResultTokenException extends ConfigServiceServiceException {
  name = "InvalidResultTokenException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidResultTokenException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidResultTokenException.prototype);
  }
};
var InvalidRoleException = class _InvalidRoleException extends ConfigServiceServiceException {
  name = "InvalidRoleException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidRoleException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidRoleException.prototype);
  }
};
var InvalidS3KeyPrefixException = class _InvalidS3KeyPrefixException extends ConfigServiceServiceException {
  name = "InvalidS3KeyPrefixException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidS3KeyPrefixException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidS3KeyPrefixException.prototype);
  }
};
var InvalidS3KmsKeyArnException = class _InvalidS3KmsKeyArnException extends ConfigServiceServiceException {
  name = "InvalidS3KmsKeyArnException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidS3KmsKeyArnException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidS3KmsKeyArnException.prototype);
  }
};
var InvalidSNSTopicARNException = class _InvalidSNSTopicARNException extends ConfigServiceServiceException {
  name = "InvalidSNSTopicARNException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "InvalidSNSTopicARNException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _InvalidSNSTopicARNException.prototype);
  }
};
var LimitExceededException = class _LimitExceededException extends ConfigServiceServiceException {
  name = "LimitExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "LimitExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _LimitExceededException.prototype);
  }
};
var MaxActiveResourcesExceededException = class _MaxActiveResourcesExceededException extends ConfigServiceServiceException {
  name = "MaxActiveResourcesExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxActiveResourcesExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxActiveResourcesExceededException.prototype);
  }
};
var MaxNumberOfConfigRulesExceededException = class _MaxNumberOfConfigRulesExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfConfigRulesExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfConfigRulesExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfConfigRulesExceededException.prototype);
  }
};
var MaxNumberOfConfigurationRecordersExceededException = class _MaxNumberOfConfigurationRecordersExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfConfigurationRecordersExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfConfigurationRecordersExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfConfigurationRecordersExceededException.prototype);
  }
};
var MaxNumberOfConformancePacksExceededException = class _MaxNumberOfConformancePacksExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfConformancePacksExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfConformancePacksExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfConformancePacksExceededException.prototype);
  }
};
var MaxNumberOfConnectorsExceededException = class _MaxNumberOfConnectorsExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfConnectorsExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfConnectorsExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfConnectorsExceededException.prototype);
  }
};
var MaxNumberOfDeliveryChannelsExceededException = class _MaxNumberOfDeliveryChannelsExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfDeliveryChannelsExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfDeliveryChannelsExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfDeliveryChannelsExceededException.prototype);
  }
};
var MaxNumberOfOrganizationConfigRulesExceededException = class _MaxNumberOfOrganizationConfigRulesExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfOrganizationConfigRulesExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfOrganizationConfigRulesExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfOrganizationConfigRulesExceededException.prototype);
  }
};
var MaxNumberOfOrganizationConformancePacksExceededException = class _MaxNumberOfOrganizationConformancePacksExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfOrganizationConformancePacksExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfOrganizationConformancePacksExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfOrganizationConformancePacksExceededException.prototype);
  }
};
var MaxNumberOfRetentionConfigurationsExceededException = class _MaxNumberOfRetentionConfigurationsExceededException extends ConfigServiceServiceException {
  name = "MaxNumberOfRetentionConfigurationsExceededException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "MaxNumberOfRetentionConfigurationsExceededException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _MaxNumberOfRetentionConfigurationsExceededException.prototype);
  }
};
var NoAvailableDeliveryChannelException = class _NoAvailableDeliveryChannelException extends ConfigServiceServiceException {
  name = "NoAvailableDeliveryChannelException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoAvailableDeliveryChannelException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoAvailableDeliveryChannelException.prototype);
  }
};
var NoAvailableOrganizationException = class _NoAvailableOrganizationException extends ConfigServiceServiceException {
  name = "NoAvailableOrganizationException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoAvailableOrganizationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoAvailableOrganizationException.prototype);
  }
};
var NoSuchBucketException = class _NoSuchBucketException extends ConfigServiceServiceException {
  name = "NoSuchBucketException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "NoSuchBucketException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _NoSuchBucketException.prototype);
  }
};
var OrganizationAllFeaturesNotEnabledException = class _OrganizationAllFeaturesNotEnabledException extends ConfigServiceServiceException {
  name = "OrganizationAllFeaturesNotEnabledException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "OrganizationAllFeaturesNotEnabledException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _OrganizationAllFeaturesNotEnabledException.prototype);
  }
};
var OrganizationConformancePackTemplateValidationException = class _OrganizationConformancePackTemplateValidationException extends ConfigServiceServiceException {
  name = "OrganizationConformancePackTemplateValidationException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "OrganizationConformancePackTemplateValidationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _OrganizationConformancePackTemplateValidationException.prototype);
  }
};
var ResourceConcurrentModificationException = class _ResourceConcurrentModificationException extends ConfigServiceServiceException {
  name = "ResourceConcurrentModificationException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "ResourceConcurrentModificationException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _ResourceConcurrentModificationException.prototype);
  }
};
var TooManyTagsException = class _TooManyTagsException extends ConfigServiceServiceException {
  name = "TooManyTagsException";
  $fault = "client";
  constructor(opts) {
    super({
      name: "TooManyTagsException",
      $fault: "client",
      ...opts
    });
    Object.setPrototypeOf(this, _TooManyTagsException.prototype);
  }
};
var _A = "Annotation";
var _AAR = "AllAwsRegions";
var _AAS = "AccountAggregationSource";
var _AFRT = "AggregatorFilterResourceType";
var _AFSP = "AggregatorFilterServicePrincipal";
var _AI = "AccountIds";
var _AR = "AwsRegions";
var _ARTR = "AssociateResourceTypesRequest";
var _Ar = "Arn";
var _BCI = "BaseConfigurationItem";
var _CAN = "ConfigurationAggregatorName";
var _CANo = "ConfigurationAggregatorNames";
var _CE = "ConflictException";
var _CF = "ConnectorFilter";
var _CI = "ConfigurationItem";
var _CPCF = "ConformancePackComplianceFilters";
var _CPCSF = "ConformancePackComplianceScoresFilters";
var _CPEF = "ConformancePackEvaluationFilters";
var _CPIP = "ConformancePackInputParameters";
var _CPIPo = "ConformancePackInputParameter";
var _CPNo = "ConformancePackNames";
var _CPRC = "ConformancePackRuleCompliance";
var _CPTVE = "ConformancePackTemplateValidationException";
var _CRA = "ConfigurationRecorderArn";
var _CRF = "ConfigurationRecorderFilter";
var _CRIo = "ComplianceResourceId";
var _CRN = "ConfigRuleName";
var _CRNo = "ConfigRuleNames";
var _CRNonf = "ConfigurationRecorderNames";
var _CRT = "ComplianceResourceType";
var _CRTo = "ComplianceResourceTypes";
var _CT = "ComplianceType";
var _CTo = "ComplianceTypes";
var _Co = "Controls";
var _Conf = "Configuration";
var _D = "Description";
var _DCARe = "DescribeConfigurationAggregatorsRequest";
var _DCASSR = "DescribeConfigurationAggregatorSourcesStatusRequest";
var _DCBCRR = "DescribeComplianceByConfigRuleRequest";
var _DCBRR = "DescribeComplianceByResourceRequest";
var _DCNe = "DeliveryChannelNames";
var _DCPRe = "DescribeConformancePacksRequest";
var _DCPSR = "DescribeConformancePackStatusRequest";
var _DCRESR = "DescribeConfigRuleEvaluationStatusRequest";
var _DCRF = "DescribeConfigRulesFilters";
var _DCRRes = "DescribeConfigRulesRequest";
var _DCRRescr = "DescribeConfigurationRecordersRequest";
var _DCRSR = "DescribeConfigurationRecorderStatusRequest";
var _DDCRe = "DescribeDeliveryChannelsRequest";
var _DDCSR = "DescribeDeliveryChannelStatusRequest";
var _DLDA = "DebugLogDeliveryAccounts";
var _DOCPRe = "DescribeOrganizationConformancePacksRequest";
var _DOCPSR = "DescribeOrganizationConformancePackStatusesRequest";
var _DOCRRe = "DescribeOrganizationConfigRulesRequest";
var _DOCRSR = "DescribeOrganizationConfigRuleStatusesRequest";
var _DRCRes = "DescribeRemediationConfigurationsRequest";
var _DRCRescr = "DescribeRetentionConfigurationsRequest";
var _DRTR = "DisassociateResourceTypesRequest";
var _DSB = "DeliveryS3Bucket";
var _DSKP = "DeliveryS3KeyPrefix";
var _E = "Evaluation";
var _EA = "ExcludedAccounts";
var _EBRT = "ExclusionByResourceTypes";
var _EMv = "EvaluationMode";
var _Ev = "Evaluations";
var _F = "Filters";
var _FE = "FailedEvaluations";
var _FIL = "FieldInfoList";
var _FIi = "FieldInfo";
var _GCDBCRR = "GetComplianceDetailsByConfigRuleRequest";
var _GCDBRR = "GetComplianceDetailsByResourceRequest";
var _GCPCSR = "GetConformancePackComplianceSummaryRequest";
var _GCSBRTR = "GetComplianceSummaryByResourceTypeRequest";
var _GDRCR = "GetDiscoveredResourceCountsRequest";
var _ICRNE = "InvalidConfigurationRecorderNameException";
var _IDCNE = "InvalidDeliveryChannelNameException";
var _IDPE = "InsufficientDeliveryPolicyException";
var _IEE = "InvalidExpressionException";
var _ILE = "InvalidLimitException";
var _INTE = "InvalidNextTokenException";
var _IP = "InputParameters";
var _IPE = "InsufficientPermissionsException";
var _IPM = "IdempotentParameterMismatch";
var _IPVE = "InvalidParameterValueException";
var _IRE = "InvalidRoleException";
var _IRGE = "InvalidRecordingGroupException";
var _IRTE = "InvalidResultTokenException";
var _ISKKAE = "InvalidS3KmsKeyArnException";
var _ISKPE = "InvalidS3KeyPrefixException";
var _ISNSTARNE = "InvalidSNSTopicARNException";
var _ITRE = "InvalidTimeRangeException";
var _K = "Key";
var _L = "Limit";
var _LDCDFE = "LastDeliveryChannelDeleteFailedException";
var _LDRR = "ListDiscoveredResourcesRequest";
var _LEE = "LimitExceededException";
var _LFA = "LambdaFunctionArn";
var _LUT = "LastUpdateTime";
var _MAREE = "MaxActiveResourcesExceededException";
var _MEF = "MaximumExecutionFrequency";
var _MNOCEE = "MaxNumberOfConnectorsExceededException";
var _MNOCPEE = "MaxNumberOfConformancePacksExceededException";
var _MNOCREE = "MaxNumberOfConfigRulesExceededException";
var _MNOCREEa = "MaxNumberOfConfigurationRecordersExceededException";
var _MNODCEE = "MaxNumberOfDeliveryChannelsExceededException";
var _MNOOCPEE = "MaxNumberOfOrganizationConformancePacksExceededException";
var _MNOOCREE = "MaxNumberOfOrganizationConfigRulesExceededException";
var _MNORCEE = "MaxNumberOfRetentionConfigurationsExceededException";
var _N = "Name";
var _NACRE = "NoAvailableConfigurationRecorderException";
var _NADCE = "NoAvailableDeliveryChannelException";
var _NAOE = "NoAvailableOrganizationException";
var _NRCRE = "NoRunningConfigurationRecorderException";
var _NSBE = "NoSuchBucketException";
var _NSCAE = "NoSuchConfigurationAggregatorException";
var _NSCPE = "NoSuchConformancePackException";
var _NSCRE = "NoSuchConfigRuleException";
var _NSCREo = "NoSuchConfigurationRecorderException";
var _NSCRICPE = "NoSuchConfigRuleInConformancePackException";
var _NSDCE = "NoSuchDeliveryChannelException";
var _NSOCPE = "NoSuchOrganizationConformancePackException";
var _NSOCRE = "NoSuchOrganizationConfigRuleException";
var _NSRCE = "NoSuchRemediationConfigurationException";
var _NSRCEo = "NoSuchRetentionConfigurationException";
var _NSREE = "NoSuchRemediationExceptionException";
var _NT = "NextToken";
var _OADE = "OrganizationAccessDeniedException";
var _OAFNEE = "OrganizationAllFeaturesNotEnabledException";
var _OAS = "OrganizationAggregationSource";
var _OCIE = "OversizedConfigurationItemException";
var _OCPA = "OrganizationConformancePackArn";
var _OCPN = "OrganizationConformancePackName";
var _OCPNr = "OrganizationConformancePackNames";
var _OCPRM = "OrganizationCustomPolicyRuleMetadata";
var _OCPRMNP = "OrganizationCustomPolicyRuleMetadataNoPolicy";
var _OCPTVE = "OrganizationConformancePackTemplateValidationException";
var _OCPr = "OrganizationConformancePack";
var _OCRA = "OrganizationConfigRuleArn";
var _OCRM = "OrganizationCustomRuleMetadata";
var _OCRN = "OrganizationConfigRuleName";
var _OCRNr = "OrganizationConfigRuleNames";
var _OCRTT = "OrganizationConfigRuleTriggerTypes";
var _OCRr = "OrganizationConfigRule";
var _OMRM = "OrganizationManagedRuleMetadata";
var _OT = "OrderingTimestamp";
var _PE = "PutEvaluations";
var _PER = "PutEvaluationsRequest";
var _PERu = "PutEvaluationsResponse";
var _PN = "ParameterName";
var _POCPR = "PutOrganizationConformancePackRequest";
var _POCRR = "PutOrganizationConfigRuleRequest";
var _PR = "PolicyRuntime";
var _PRCRut = "PutResourceConfigRequest";
var _PT = "PolicyText";
var _PV = "ParameterValue";
var _QI = "QueryInfo";
var _R = "Relationship";
var _RA = "ResourceArn";
var _RAo = "RoleArn";
var _RCME = "ResourceConcurrentModificationException";
var _RCNe = "RetentionConfigurationNames";
var _REI = "ResourceEvaluationId";
var _REV = "RuleEvaluationVisibility";
var _RG = "RecordingGroup";
var _RI = "ResourceId";
var _RIPE = "RemediationInProgressException";
var _RIS = "ResourceIdScope";
var _RIUE = "ResourceInUseException";
var _RIes = "ResourceIds";
var _RIu = "RuleIdentifier";
var _RL = "RelationshipList";
var _RMO = "RecordingModeOverride";
var _RN = "ResourceName";
var _RNDE = "ResourceNotDiscoveredException";
var _RNFE = "ResourceNotFoundException";
var _RS = "RecordingStrategy";
var _RT = "ResourceType";
var _RTS = "ResourceTypesScope";
var _RTe = "ResourceTypes";
var _RTes = "ResultToken";
var _Res = "Results";
var _SARCRe = "SelectAggregateResourceConfigResponse";
var _SCRER = "StartConfigRulesEvaluationRequest";
var _SCc = "ScopeConfiguration";
var _SF = "SelectFields";
var _SP = "ServicePrincipal";
var _SPe = "ServicePrincipals";
var _SRCRe = "SelectResourceConfigResponse";
var _SV = "StaticValue";
var _SVI = "SchemaVersionId";
var _Sc = "Scope";
var _T = "Type";
var _TB = "TemplateBody";
var _TK = "TagKey";
var _TKS = "TagKeyScope";
var _TKa = "TagKeys";
var _TLa = "TagsList";
var _TM = "TestMode";
var _TMTE = "TooManyTagsException";
var _TSU = "TemplateS3Uri";
var _TVS = "TagValueScope";
var _TVa = "TagValue";
var _Ta = "Tags";
var _Tag = "Tag";
var _UEE = "UnmodifiableEntityException";
var _URR = "UntagResourceRequest";
var _US = "UpdateStatus";
var _V = "Value";
var _VE = "ValidationException";
var _Va = "Values";
var _a = "arn";
var _aI = "accountId";
var _aR = "awsRegion";
var _aRl = "allRegions";
var _aS = "allSupported";
var _aZ = "availabilityZone";
var _c = "client";
var _cICT = "configurationItemCaptureTime";
var _cIDT = "configurationItemDeliveryTime";
var _cIMDH = "configurationItemMD5Hash";
var _cIS = "configurationItemStatus";
var _cSI = "configurationStateId";
var _co = "configuration";
var _d = "description";
var _e = "error";
var _eBRT = "exclusionByResourceTypes";
var _fN = "filterName";
var _fV = "filterValue";
var _fVi = "filterValues";
var _hE = "httpError";
var _iDR = "includeDeletedResources";
var _iGRT = "includeGlobalResourceTypes";
var _iR = "includedRegions";
var _l = "limit";
var _m = "message";
var _nT = "nextToken";
var _r = "relationships";
var _rCT = "resourceCreationTime";
var _rE = "relatedEvents";
var _rF = "recordingFrequency";
var _rI = "resourceId";
var _rIe = "resourceIds";
var _rN = "resourceName";
var _rNe = "relationshipName";
var _rSe = "recordingStrategy";
var _rT = "resourceType";
var _rTe = "resourceTypes";
var _s = "smithy.ts.sdk.synthetic.com.amazonaws.configservice";
var _sC = "supplementaryConfiguration";
var _sT = "scopeType";
var _sV = "scopeValues";
var _t = "tags";
var _uO = "useOnly";
var _v = "version";
var n0 = "com.amazonaws.configservice";
var _s_registry = import_shared_smithy_core_3.TypeRegistry.for(_s);
var ConfigServiceServiceException$ = [-3, _s, "ConfigServiceServiceException", 0, [], []];
_s_registry.registerError(ConfigServiceServiceException$, ConfigServiceServiceException);
var n0_registry = import_shared_smithy_core_3.TypeRegistry.for(n0);
var ConflictException$ = [
  -3,
  n0,
  _CE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(ConflictException$, ConflictException);
var ConformancePackTemplateValidationException$ = [
  -3,
  n0,
  _CPTVE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(ConformancePackTemplateValidationException$, ConformancePackTemplateValidationException);
var IdempotentParameterMismatch$ = [
  -3,
  n0,
  _IPM,
  { [_e]: _c, [_hE]: 400 },
  [_m],
  [0]
];
n0_registry.registerError(IdempotentParameterMismatch$, IdempotentParameterMismatch);
var InsufficientDeliveryPolicyException$ = [
  -3,
  n0,
  _IDPE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InsufficientDeliveryPolicyException$, InsufficientDeliveryPolicyException);
var InsufficientPermissionsException$ = [
  -3,
  n0,
  _IPE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InsufficientPermissionsException$, InsufficientPermissionsException);
var InvalidConfigurationRecorderNameException$ = [
  -3,
  n0,
  _ICRNE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidConfigurationRecorderNameException$, InvalidConfigurationRecorderNameException);
var InvalidDeliveryChannelNameException$ = [
  -3,
  n0,
  _IDCNE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidDeliveryChannelNameException$, InvalidDeliveryChannelNameException);
var InvalidExpressionException$ = [
  -3,
  n0,
  _IEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidExpressionException$, InvalidExpressionException);
var InvalidLimitException$ = [
  -3,
  n0,
  _ILE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidLimitException$, InvalidLimitException);
var InvalidNextTokenException$ = [
  -3,
  n0,
  _INTE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidNextTokenException$, InvalidNextTokenException);
var InvalidParameterValueException$ = [
  -3,
  n0,
  _IPVE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidParameterValueException$, InvalidParameterValueException);
var InvalidRecordingGroupException$ = [
  -3,
  n0,
  _IRGE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidRecordingGroupException$, InvalidRecordingGroupException);
var InvalidResultTokenException$ = [
  -3,
  n0,
  _IRTE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidResultTokenException$, InvalidResultTokenException);
var InvalidRoleException$ = [
  -3,
  n0,
  _IRE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidRoleException$, InvalidRoleException);
var InvalidS3KeyPrefixException$ = [
  -3,
  n0,
  _ISKPE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidS3KeyPrefixException$, InvalidS3KeyPrefixException);
var InvalidS3KmsKeyArnException$ = [
  -3,
  n0,
  _ISKKAE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidS3KmsKeyArnException$, InvalidS3KmsKeyArnException);
var InvalidSNSTopicARNException$ = [
  -3,
  n0,
  _ISNSTARNE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidSNSTopicARNException$, InvalidSNSTopicARNException);
var InvalidTimeRangeException$ = [
  -3,
  n0,
  _ITRE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(InvalidTimeRangeException$, InvalidTimeRangeException);
var LastDeliveryChannelDeleteFailedException$ = [
  -3,
  n0,
  _LDCDFE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(LastDeliveryChannelDeleteFailedException$, LastDeliveryChannelDeleteFailedException);
var LimitExceededException$ = [
  -3,
  n0,
  _LEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(LimitExceededException$, LimitExceededException);
var MaxActiveResourcesExceededException$ = [
  -3,
  n0,
  _MAREE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxActiveResourcesExceededException$, MaxActiveResourcesExceededException);
var MaxNumberOfConfigRulesExceededException$ = [
  -3,
  n0,
  _MNOCREE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfConfigRulesExceededException$, MaxNumberOfConfigRulesExceededException);
var MaxNumberOfConfigurationRecordersExceededException$ = [
  -3,
  n0,
  _MNOCREEa,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfConfigurationRecordersExceededException$, MaxNumberOfConfigurationRecordersExceededException);
var MaxNumberOfConformancePacksExceededException$ = [
  -3,
  n0,
  _MNOCPEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfConformancePacksExceededException$, MaxNumberOfConformancePacksExceededException);
var MaxNumberOfConnectorsExceededException$ = [
  -3,
  n0,
  _MNOCEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfConnectorsExceededException$, MaxNumberOfConnectorsExceededException);
var MaxNumberOfDeliveryChannelsExceededException$ = [
  -3,
  n0,
  _MNODCEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfDeliveryChannelsExceededException$, MaxNumberOfDeliveryChannelsExceededException);
var MaxNumberOfOrganizationConfigRulesExceededException$ = [
  -3,
  n0,
  _MNOOCREE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfOrganizationConfigRulesExceededException$, MaxNumberOfOrganizationConfigRulesExceededException);
var MaxNumberOfOrganizationConformancePacksExceededException$ = [
  -3,
  n0,
  _MNOOCPEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfOrganizationConformancePacksExceededException$, MaxNumberOfOrganizationConformancePacksExceededException);
var MaxNumberOfRetentionConfigurationsExceededException$ = [
  -3,
  n0,
  _MNORCEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(MaxNumberOfRetentionConfigurationsExceededException$, MaxNumberOfRetentionConfigurationsExceededException);
var NoAvailableConfigurationRecorderException$ = [
  -3,
  n0,
  _NACRE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoAvailableConfigurationRecorderException$, NoAvailableConfigurationRecorderException);
var NoAvailableDeliveryChannelException$ = [
  -3,
  n0,
  _NADCE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoAvailableDeliveryChannelException$, NoAvailableDeliveryChannelException);
var NoAvailableOrganizationException$ = [
  -3,
  n0,
  _NAOE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoAvailableOrganizationException$, NoAvailableOrganizationException);
var NoRunningConfigurationRecorderException$ = [
  -3,
  n0,
  _NRCRE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoRunningConfigurationRecorderException$, NoRunningConfigurationRecorderException);
var NoSuchBucketException$ = [
  -3,
  n0,
  _NSBE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchBucketException$, NoSuchBucketException);
var NoSuchConfigRuleException$ = [
  -3,
  n0,
  _NSCRE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchConfigRuleException$, NoSuchConfigRuleException);
var NoSuchConfigRuleInConformancePackException$ = [
  -3,
  n0,
  _NSCRICPE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchConfigRuleInConformancePackException$, NoSuchConfigRuleInConformancePackException);
var NoSuchConfigurationAggregatorException$ = [
  -3,
  n0,
  _NSCAE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchConfigurationAggregatorException$, NoSuchConfigurationAggregatorException);
var NoSuchConfigurationRecorderException$ = [
  -3,
  n0,
  _NSCREo,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchConfigurationRecorderException$, NoSuchConfigurationRecorderException);
var NoSuchConformancePackException$ = [
  -3,
  n0,
  _NSCPE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchConformancePackException$, NoSuchConformancePackException);
var NoSuchDeliveryChannelException$ = [
  -3,
  n0,
  _NSDCE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchDeliveryChannelException$, NoSuchDeliveryChannelException);
var NoSuchOrganizationConfigRuleException$ = [
  -3,
  n0,
  _NSOCRE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchOrganizationConfigRuleException$, NoSuchOrganizationConfigRuleException);
var NoSuchOrganizationConformancePackException$ = [
  -3,
  n0,
  _NSOCPE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchOrganizationConformancePackException$, NoSuchOrganizationConformancePackException);
var NoSuchRemediationConfigurationException$ = [
  -3,
  n0,
  _NSRCE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchRemediationConfigurationException$, NoSuchRemediationConfigurationException);
var NoSuchRemediationExceptionException$ = [
  -3,
  n0,
  _NSREE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchRemediationExceptionException$, NoSuchRemediationExceptionException);
var NoSuchRetentionConfigurationException$ = [
  -3,
  n0,
  _NSRCEo,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(NoSuchRetentionConfigurationException$, NoSuchRetentionConfigurationException);
var OrganizationAccessDeniedException$ = [
  -3,
  n0,
  _OADE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(OrganizationAccessDeniedException$, OrganizationAccessDeniedException);
var OrganizationAllFeaturesNotEnabledException$ = [
  -3,
  n0,
  _OAFNEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(OrganizationAllFeaturesNotEnabledException$, OrganizationAllFeaturesNotEnabledException);
var OrganizationConformancePackTemplateValidationException$ = [
  -3,
  n0,
  _OCPTVE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(OrganizationConformancePackTemplateValidationException$, OrganizationConformancePackTemplateValidationException);
var OversizedConfigurationItemException$ = [
  -3,
  n0,
  _OCIE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(OversizedConfigurationItemException$, OversizedConfigurationItemException);
var RemediationInProgressException$ = [
  -3,
  n0,
  _RIPE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(RemediationInProgressException$, RemediationInProgressException);
var ResourceConcurrentModificationException$ = [
  -3,
  n0,
  _RCME,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(ResourceConcurrentModificationException$, ResourceConcurrentModificationException);
var ResourceInUseException$ = [
  -3,
  n0,
  _RIUE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(ResourceInUseException$, ResourceInUseException);
var ResourceNotDiscoveredException$ = [
  -3,
  n0,
  _RNDE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(ResourceNotDiscoveredException$, ResourceNotDiscoveredException);
var ResourceNotFoundException$ = [
  -3,
  n0,
  _RNFE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(ResourceNotFoundException$, ResourceNotFoundException);
var TooManyTagsException$ = [
  -3,
  n0,
  _TMTE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(TooManyTagsException$, TooManyTagsException);
var UnmodifiableEntityException$ = [
  -3,
  n0,
  _UEE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(UnmodifiableEntityException$, UnmodifiableEntityException);
var ValidationException$ = [
  -3,
  n0,
  _VE,
  { [_e]: _c },
  [_m],
  [0]
];
n0_registry.registerError(ValidationException$, ValidationException);
var errorTypeRegistries = [
  _s_registry,
  n0_registry
];
var AccountAggregationSource$ = [
  3,
  n0,
  _AAS,
  0,
  [_AI, _AAR, _AR],
  [64 | 0, 2, 64 | 0],
  1
];
var AggregatorFilterResourceType$ = [
  3,
  n0,
  _AFRT,
  0,
  [_T, _V],
  [0, 64 | 0]
];
var AggregatorFilterServicePrincipal$ = [
  3,
  n0,
  _AFSP,
  0,
  [_T, _V],
  [0, 64 | 0]
];
var AssociateResourceTypesRequest$ = [
  3,
  n0,
  _ARTR,
  0,
  [_CRA, _RTe],
  [0, 64 | 0],
  2
];
var BaseConfigurationItem$ = [
  3,
  n0,
  _BCI,
  0,
  [_v, _aI, _cICT, _cIS, _cSI, _a, _rT, _rI, _rN, _aR, _aZ, _rCT, _co, _sC, _rF, _cIDT],
  [0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 128 | 0, 0, 4]
];
var ConfigurationItem$ = [
  3,
  n0,
  _CI,
  0,
  [_v, _aI, _cICT, _cIS, _cSI, _cIMDH, _a, _rT, _rI, _rN, _aR, _aZ, _rCT, _t, _rE, _r, _co, _sC, _rF, _cIDT],
  [0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 128 | 0, 64 | 0, () => RelationshipList, 0, 128 | 0, 0, 4]
];
var ConfigurationRecorderFilter$ = [
  3,
  n0,
  _CRF,
  0,
  [_fN, _fV],
  [0, 64 | 0]
];
var ConformancePackComplianceFilters$ = [
  3,
  n0,
  _CPCF,
  0,
  [_CRNo, _CT],
  [64 | 0, 0]
];
var ConformancePackComplianceScoresFilters$ = [
  3,
  n0,
  _CPCSF,
  0,
  [_CPNo],
  [64 | 0],
  1
];
var ConformancePackEvaluationFilters$ = [
  3,
  n0,
  _CPEF,
  0,
  [_CRNo, _CT, _RT, _RIes],
  [64 | 0, 0, 0, 64 | 0]
];
var ConformancePackInputParameter$ = [
  3,
  n0,
  _CPIPo,
  0,
  [_PN, _PV],
  [0, 0],
  2
];
var ConformancePackRuleCompliance$ = [
  3,
  n0,
  _CPRC,
  0,
  [_CRN, _CT, _Co],
  [0, 0, 64 | 0]
];
var ConnectorFilter$ = [
  3,
  n0,
  _CF,
  0,
  [_fN, _fVi],
  [0, 64 | 0]
];
var DescribeComplianceByConfigRuleRequest$ = [
  3,
  n0,
  _DCBCRR,
  0,
  [_CRNo, _CTo, _NT],
  [64 | 0, 64 | 0, 0]
];
var DescribeComplianceByResourceRequest$ = [
  3,
  n0,
  _DCBRR,
  0,
  [_RT, _RI, _CTo, _L, _NT],
  [0, 0, 64 | 0, 1, 0]
];
var DescribeConfigRuleEvaluationStatusRequest$ = [
  3,
  n0,
  _DCRESR,
  0,
  [_CRNo, _NT, _L],
  [64 | 0, 0, 1]
];
var DescribeConfigRulesFilters$ = [
  3,
  n0,
  _DCRF,
  0,
  [_EMv, _REV],
  [0, 0]
];
var DescribeConfigRulesRequest$ = [
  3,
  n0,
  _DCRRes,
  0,
  [_CRNo, _F, _NT],
  [64 | 0, () => DescribeConfigRulesFilters$, 0]
];
var DescribeConfigurationAggregatorSourcesStatusRequest$ = [
  3,
  n0,
  _DCASSR,
  0,
  [_CAN, _US, _NT, _L],
  [0, 64 | 0, 0, 1],
  1
];
var DescribeConfigurationAggregatorsRequest$ = [
  3,
  n0,
  _DCARe,
  0,
  [_CANo, _NT, _L],
  [64 | 0, 0, 1]
];
var DescribeConfigurationRecordersRequest$ = [
  3,
  n0,
  _DCRRescr,
  0,
  [_CRNonf, _SP, _Ar],
  [64 | 0, 0, 0]
];
var DescribeConfigurationRecorderStatusRequest$ = [
  3,
  n0,
  _DCRSR,
  0,
  [_CRNonf, _SP, _Ar],
  [64 | 0, 0, 0]
];
var DescribeConformancePacksRequest$ = [
  3,
  n0,
  _DCPRe,
  0,
  [_CPNo, _L, _NT],
  [64 | 0, 1, 0]
];
var DescribeConformancePackStatusRequest$ = [
  3,
  n0,
  _DCPSR,
  0,
  [_CPNo, _L, _NT],
  [64 | 0, 1, 0]
];
var DescribeDeliveryChannelsRequest$ = [
  3,
  n0,
  _DDCRe,
  0,
  [_DCNe],
  [64 | 0]
];
var DescribeDeliveryChannelStatusRequest$ = [
  3,
  n0,
  _DDCSR,
  0,
  [_DCNe],
  [64 | 0]
];
var DescribeOrganizationConfigRulesRequest$ = [
  3,
  n0,
  _DOCRRe,
  0,
  [_OCRNr, _L, _NT],
  [64 | 0, 1, 0]
];
var DescribeOrganizationConfigRuleStatusesRequest$ = [
  3,
  n0,
  _DOCRSR,
  0,
  [_OCRNr, _L, _NT],
  [64 | 0, 1, 0]
];
var DescribeOrganizationConformancePacksRequest$ = [
  3,
  n0,
  _DOCPRe,
  0,
  [_OCPNr, _L, _NT],
  [64 | 0, 1, 0]
];
var DescribeOrganizationConformancePackStatusesRequest$ = [
  3,
  n0,
  _DOCPSR,
  0,
  [_OCPNr, _L, _NT],
  [64 | 0, 1, 0]
];
var DescribeRemediationConfigurationsRequest$ = [
  3,
  n0,
  _DRCRes,
  0,
  [_CRNo],
  [64 | 0],
  1
];
var DescribeRetentionConfigurationsRequest$ = [
  3,
  n0,
  _DRCRescr,
  0,
  [_RCNe, _NT],
  [64 | 0, 0]
];
var DisassociateResourceTypesRequest$ = [
  3,
  n0,
  _DRTR,
  0,
  [_CRA, _RTe],
  [0, 64 | 0],
  2
];
var Evaluation$ = [
  3,
  n0,
  _E,
  0,
  [_CRT, _CRIo, _CT, _OT, _A],
  [0, 0, 0, 4, 0],
  4
];
var ExclusionByResourceTypes$ = [
  3,
  n0,
  _EBRT,
  0,
  [_rTe],
  [64 | 0]
];
var FieldInfo$ = [
  3,
  n0,
  _FIi,
  0,
  [_N],
  [0]
];
var GetComplianceDetailsByConfigRuleRequest$ = [
  3,
  n0,
  _GCDBCRR,
  0,
  [_CRN, _CTo, _L, _NT],
  [0, 64 | 0, 1, 0],
  1
];
var GetComplianceDetailsByResourceRequest$ = [
  3,
  n0,
  _GCDBRR,
  0,
  [_RT, _RI, _CTo, _NT, _REI],
  [0, 0, 64 | 0, 0, 0]
];
var GetComplianceSummaryByResourceTypeRequest$ = [
  3,
  n0,
  _GCSBRTR,
  0,
  [_RTe],
  [64 | 0]
];
var GetConformancePackComplianceSummaryRequest$ = [
  3,
  n0,
  _GCPCSR,
  0,
  [_CPNo, _L, _NT],
  [64 | 0, 1, 0],
  1
];
var GetDiscoveredResourceCountsRequest$ = [
  3,
  n0,
  _GDRCR,
  0,
  [_rTe, _l, _nT],
  [64 | 0, 1, 0]
];
var ListDiscoveredResourcesRequest$ = [
  3,
  n0,
  _LDRR,
  0,
  [_rT, _rIe, _rN, _l, _iDR, _nT],
  [0, 64 | 0, 0, 1, 2, 0],
  1
];
var OrganizationAggregationSource$ = [
  3,
  n0,
  _OAS,
  0,
  [_RAo, _AR, _AAR],
  [0, 64 | 0, 2],
  1
];
var OrganizationConfigRule$ = [
  3,
  n0,
  _OCRr,
  0,
  [_OCRN, _OCRA, _OMRM, _OCRM, _EA, _LUT, _OCPRM],
  [0, 0, () => OrganizationManagedRuleMetadata$, () => OrganizationCustomRuleMetadata$, 64 | 0, 4, () => OrganizationCustomPolicyRuleMetadataNoPolicy$],
  2
];
var OrganizationConformancePack$ = [
  3,
  n0,
  _OCPr,
  0,
  [_OCPN, _OCPA, _LUT, _DSB, _DSKP, _CPIP, _EA],
  [0, 0, 4, 0, 0, () => ConformancePackInputParameters, 64 | 0],
  3
];
var OrganizationCustomPolicyRuleMetadata$ = [
  3,
  n0,
  _OCPRM,
  0,
  [_PR, _PT, _D, _OCRTT, _IP, _MEF, _RTS, _RIS, _TKS, _TVS, _DLDA],
  [0, 0, 0, 64 | 0, 0, 0, 64 | 0, 0, 0, 0, 64 | 0],
  2
];
var OrganizationCustomPolicyRuleMetadataNoPolicy$ = [
  3,
  n0,
  _OCPRMNP,
  0,
  [_D, _OCRTT, _IP, _MEF, _RTS, _RIS, _TKS, _TVS, _PR, _DLDA],
  [0, 64 | 0, 0, 0, 64 | 0, 0, 0, 0, 0, 64 | 0]
];
var OrganizationCustomRuleMetadata$ = [
  3,
  n0,
  _OCRM,
  0,
  [_LFA, _OCRTT, _D, _IP, _MEF, _RTS, _RIS, _TKS, _TVS],
  [0, 64 | 0, 0, 0, 0, 64 | 0, 0, 0, 0],
  2
];
var OrganizationManagedRuleMetadata$ = [
  3,
  n0,
  _OMRM,
  0,
  [_RIu, _D, _IP, _MEF, _RTS, _RIS, _TKS, _TVS],
  [0, 0, 0, 0, 64 | 0, 0, 0, 0],
  1
];
var PutEvaluationsRequest$ = [
  3,
  n0,
  _PER,
  0,
  [_RTes, _Ev, _TM],
  [0, () => Evaluations, 2],
  1
];
var PutEvaluationsResponse$ = [
  3,
  n0,
  _PERu,
  0,
  [_FE],
  [() => Evaluations]
];
var PutOrganizationConfigRuleRequest$ = [
  3,
  n0,
  _POCRR,
  0,
  [_OCRN, _OMRM, _OCRM, _EA, _OCPRM, _Ta],
  [0, () => OrganizationManagedRuleMetadata$, () => OrganizationCustomRuleMetadata$, 64 | 0, () => OrganizationCustomPolicyRuleMetadata$, () => TagsList],
  1
];
var PutOrganizationConformancePackRequest$ = [
  3,
  n0,
  _POCPR,
  0,
  [_OCPN, _TSU, _TB, _DSB, _DSKP, _CPIP, _EA, _Ta],
  [0, 0, 0, 0, 0, () => ConformancePackInputParameters, 64 | 0, () => TagsList],
  1
];
var PutResourceConfigRequest$ = [
  3,
  n0,
  _PRCRut,
  0,
  [_RT, _SVI, _RI, _Conf, _RN, _Ta],
  [0, 0, 0, 0, 0, 128 | 0],
  4
];
var QueryInfo$ = [
  3,
  n0,
  _QI,
  0,
  [_SF],
  [() => FieldInfoList]
];
var RecordingGroup$ = [
  3,
  n0,
  _RG,
  0,
  [_aS, _iGRT, _rTe, _eBRT, _rSe],
  [2, 2, 64 | 0, () => ExclusionByResourceTypes$, () => RecordingStrategy$]
];
var RecordingModeOverride$ = [
  3,
  n0,
  _RMO,
  0,
  [_rTe, _rF, _d],
  [64 | 0, 0, 0],
  2
];
var RecordingStrategy$ = [
  3,
  n0,
  _RS,
  0,
  [_uO],
  [0]
];
var Relationship$ = [
  3,
  n0,
  _R,
  0,
  [_rT, _rI, _rN, _rNe],
  [0, 0, 0, 0]
];
var Scope$ = [
  3,
  n0,
  _Sc,
  0,
  [_CRTo, _TK, _TVa, _CRIo, _SPe],
  [64 | 0, 0, 0, 0, 64 | 0]
];
var ScopeConfiguration$ = [
  3,
  n0,
  _SCc,
  0,
  [_sT, _aRl, _sV, _iR],
  [0, 2, 64 | 0, 64 | 0],
  2
];
var SelectAggregateResourceConfigResponse$ = [
  3,
  n0,
  _SARCRe,
  0,
  [_Res, _QI, _NT],
  [64 | 0, () => QueryInfo$, 0]
];
var SelectResourceConfigResponse$ = [
  3,
  n0,
  _SRCRe,
  0,
  [_Res, _QI, _NT],
  [64 | 0, () => QueryInfo$, 0]
];
var StartConfigRulesEvaluationRequest$ = [
  3,
  n0,
  _SCRER,
  0,
  [_CRNo],
  [64 | 0]
];
var StaticValue$ = [
  3,
  n0,
  _SV,
  0,
  [_Va],
  [64 | 0],
  1
];
var Tag$ = [
  3,
  n0,
  _Tag,
  0,
  [_K, _V],
  [0, 0]
];
var UntagResourceRequest$ = [
  3,
  n0,
  _URR,
  0,
  [_RA, _TKa],
  [0, 64 | 0],
  2
];
var AccountAggregationSourceAccountList = 64 | 0;
var AggregatedSourceStatusTypeList = 64 | 0;
var AggregatorRegionList = 64 | 0;
var ComplianceResourceTypes = 64 | 0;
var ComplianceTypes = 64 | 0;
var ConfigRuleNames = 64 | 0;
var ConfigurationAggregatorNameList = 64 | 0;
var ConfigurationRecorderFilterValues = 64 | 0;
var ConfigurationRecorderNameList = 64 | 0;
var ConformancePackComplianceResourceIds = 64 | 0;
var ConformancePackConfigRuleNames = 64 | 0;
var ConformancePackInputParameters = [
  1,
  n0,
  _CPIP,
  0,
  () => ConformancePackInputParameter$
];
var ConformancePackNameFilter = 64 | 0;
var ConformancePackNamesList = 64 | 0;
var ConformancePackNamesToSummarizeList = 64 | 0;
var ControlsList = 64 | 0;
var DebugLogDeliveryAccounts = 64 | 0;
var DeliveryChannelNameList = 64 | 0;
var Evaluations = [
  1,
  n0,
  _Ev,
  0,
  () => Evaluation$
];
var ExcludedAccounts = 64 | 0;
var FieldInfoList = [
  1,
  n0,
  _FIL,
  0,
  () => FieldInfo$
];
var FilterValueList = 64 | 0;
var IncludedRegions = 64 | 0;
var OrganizationConfigRuleNames = 64 | 0;
var OrganizationConfigRuleTriggerTypeNoSNs = 64 | 0;
var OrganizationConfigRuleTriggerTypes = 64 | 0;
var OrganizationConformancePackNames = 64 | 0;
var RecordingModeResourceTypesList = 64 | 0;
var ReevaluateConfigRuleNames = 64 | 0;
var RelatedEventList = 64 | 0;
var RelationshipList = [
  1,
  n0,
  _RL,
  0,
  () => Relationship$
];
var ResourceIdList = 64 | 0;
var ResourceTypeList = 64 | 0;
var ResourceTypes = 64 | 0;
var ResourceTypesScope = 64 | 0;
var ResourceTypeValueList = 64 | 0;
var Results = 64 | 0;
var RetentionConfigurationNameList = 64 | 0;
var ScopeValues = 64 | 0;
var ServicePrincipals = 64 | 0;
var ServicePrincipalValueList = 64 | 0;
var StaticParameterValues = 64 | 0;
var TagKeyList = 64 | 0;
var TagsList = [
  1,
  n0,
  _TLa,
  0,
  () => Tag$
];
var SupplementaryConfiguration = 128 | 0;
var Tags = 128 | 0;
var PutEvaluations$ = [
  9,
  n0,
  _PE,
  0,
  () => PutEvaluationsRequest$,
  () => PutEvaluationsResponse$
];
var getRuntimeConfig = (config) => {
  return {
    apiVersion: "2014-11-12",
    base64Decoder: config?.base64Decoder ?? import_shared_smithy_core_3.fromBase64,
    base64Encoder: config?.base64Encoder ?? import_shared_smithy_core_3.toBase64,
    disableHostPrefix: config?.disableHostPrefix ?? false,
    endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
    extensions: config?.extensions ?? [],
    httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultConfigServiceHttpAuthSchemeProvider,
    httpAuthSchemes: config?.httpAuthSchemes ?? [
      {
        schemeId: "aws.auth#sigv4",
        identityProvider: (ipc) => ipc.getIdentityProvider("aws.auth#sigv4"),
        signer: new import_shared_aws_sdk_core_2.AwsSdkSigV4Signer()
      }
    ],
    logger: config?.logger ?? new import_shared_smithy_core_2.NoOpLogger(),
    protocol: config?.protocol ?? import_shared_aws_sdk_core_2.AwsJson1_1Protocol,
    protocolSettings: config?.protocolSettings ?? {
      defaultNamespace: "com.amazonaws.configservice",
      errorTypeRegistries,
      xmlNamespace: "http://config.amazonaws.com/doc/2014-11-12/",
      version: "2014-11-12",
      serviceTarget: "StarlingDoveService"
    },
    serviceId: config?.serviceId ?? "Config Service",
    sha256: config?.sha256 ?? import_shared_smithy_core_5.Sha256Node,
    urlParser: config?.urlParser ?? import_shared_smithy_core_7.parseUrl,
    utf8Decoder: config?.utf8Decoder ?? import_shared_smithy_core_3.fromUtf8,
    utf8Encoder: config?.utf8Encoder ?? import_shared_smithy_core_3.toUtf8
  };
};
var getRuntimeConfig2 = (config) => {
  (0, import_shared_smithy_core_2.emitWarningIfUnsupportedVersion)(process.version);
  const defaultsMode = (0, import_shared_smithy_core_6.resolveDefaultsModeConfig)(config);
  const defaultConfigProvider = () => defaultsMode().then(import_shared_smithy_core_2.loadConfigsForDefaultMode);
  const clientSharedValues = getRuntimeConfig(config);
  (0, import_shared_aws_sdk_core.emitWarningIfUnsupportedVersion)(process.version);
  const loaderConfig = {
    profile: config?.profile,
    logger: clientSharedValues.logger
  };
  return {
    ...clientSharedValues,
    ...config,
    runtime: "node",
    defaultsMode,
    authSchemePreference: config?.authSchemePreference ?? (0, import_shared_smithy_core_6.loadConfig)(import_shared_aws_sdk_core_2.NODE_AUTH_SCHEME_PREFERENCE_OPTIONS, loaderConfig),
    bodyLengthChecker: config?.bodyLengthChecker ?? import_shared_smithy_core_3.calculateBodyLength,
    credentialDefaultProvider: config?.credentialDefaultProvider ?? import_shared_aws_sdk_credential_provider_node.defaultProvider,
    defaultUserAgentProvider: config?.defaultUserAgentProvider ?? (0, import_shared_aws_sdk_core.createDefaultUserAgentProvider)({ serviceId: clientSharedValues.serviceId, clientVersion: package_default.version }),
    maxAttempts: config?.maxAttempts ?? (0, import_shared_smithy_core_6.loadConfig)(import_shared_aws_sdk_core.NODE_MAX_ATTEMPT_CONFIG_OPTIONS, config),
    region: config?.region ?? (0, import_shared_smithy_core_6.loadConfig)(import_shared_smithy_core_6.NODE_REGION_CONFIG_OPTIONS, { ...import_shared_smithy_core_6.NODE_REGION_CONFIG_FILE_OPTIONS, ...loaderConfig }),
    requestHandler: import_shared_smithy_node_http_handler.NodeHttpHandler.create(config?.requestHandler ?? defaultConfigProvider),
    retryMode: config?.retryMode ?? (0, import_shared_smithy_core_6.loadConfig)({
      ...import_shared_aws_sdk_core.NODE_RETRY_MODE_CONFIG_OPTIONS,
      default: async () => (await defaultConfigProvider()).retryMode || import_shared_aws_sdk_core.DEFAULT_RETRY_MODE
    }, config),
    streamCollector: config?.streamCollector ?? import_shared_smithy_core_3.streamCollector,
    useDualstackEndpoint: config?.useDualstackEndpoint ?? (0, import_shared_smithy_core_6.loadConfig)(import_shared_smithy_core_6.NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
    useFipsEndpoint: config?.useFipsEndpoint ?? (0, import_shared_smithy_core_6.loadConfig)(import_shared_smithy_core_6.NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
    userAgentAppId: config?.userAgentAppId ?? (0, import_shared_smithy_core_6.loadConfig)(import_shared_aws_sdk_core.NODE_APP_ID_CONFIG_OPTIONS, loaderConfig)
  };
};
var getHttpAuthExtensionConfiguration = (runtimeConfig) => {
  const _httpAuthSchemes = runtimeConfig.httpAuthSchemes;
  let _httpAuthSchemeProvider = runtimeConfig.httpAuthSchemeProvider;
  let _credentials = runtimeConfig.credentials;
  return {
    setHttpAuthScheme(httpAuthScheme) {
      const index = _httpAuthSchemes.findIndex((scheme) => scheme.schemeId === httpAuthScheme.schemeId);
      if (index === -1) {
        _httpAuthSchemes.push(httpAuthScheme);
      } else {
        _httpAuthSchemes.splice(index, 1, httpAuthScheme);
      }
    },
    httpAuthSchemes() {
      return _httpAuthSchemes;
    },
    setHttpAuthSchemeProvider(httpAuthSchemeProvider) {
      _httpAuthSchemeProvider = httpAuthSchemeProvider;
    },
    httpAuthSchemeProvider() {
      return _httpAuthSchemeProvider;
    },
    setCredentials(credentials) {
      _credentials = credentials;
    },
    credentials() {
      return _credentials;
    }
  };
};
var resolveHttpAuthRuntimeConfig = (config) => {
  return {
    httpAuthSchemes: config.httpAuthSchemes(),
    httpAuthSchemeProvider: config.httpAuthSchemeProvider(),
    credentials: config.credentials()
  };
};
var resolveRuntimeExtensions = (runtimeConfig, extensions) => {
  const extensionConfiguration = Object.assign((0, import_shared_aws_sdk_core.getAwsRegionExtensionConfiguration)(runtimeConfig), (0, import_shared_smithy_core_2.getDefaultExtensionConfiguration)(runtimeConfig), (0, import_shared_smithy_core.getHttpHandlerExtensionConfiguration)(runtimeConfig), getHttpAuthExtensionConfiguration(runtimeConfig));
  extensions.forEach((extension) => extension.configure(extensionConfiguration));
  return Object.assign(runtimeConfig, (0, import_shared_aws_sdk_core.resolveAwsRegionExtensionConfiguration)(extensionConfiguration), (0, import_shared_smithy_core_2.resolveDefaultRuntimeConfig)(extensionConfiguration), (0, import_shared_smithy_core.resolveHttpHandlerRuntimeConfig)(extensionConfiguration), resolveHttpAuthRuntimeConfig(extensionConfiguration));
};
var ConfigServiceClient = class extends import_shared_smithy_core_2.Client {
  config;
  constructor(...[configuration]) {
    const _config_0 = getRuntimeConfig2(configuration || {});
    super(_config_0);
    this.initConfig = _config_0;
    const _config_1 = resolveClientEndpointParameters(_config_0);
    const _config_2 = (0, import_shared_aws_sdk_core.resolveUserAgentConfig)(_config_1);
    const _config_3 = (0, import_shared_aws_sdk_core.resolveRetryConfig)(_config_2);
    const _config_4 = (0, import_shared_smithy_core_6.resolveRegionConfig)(_config_3);
    const _config_5 = (0, import_shared_aws_sdk_core.resolveHostHeaderConfig)(_config_4);
    const _config_6 = (0, import_shared_aws_sdk_core.resolveEndpointConfig)(_config_5);
    const _config_7 = resolveHttpAuthSchemeConfig(_config_6);
    const _config_8 = resolveRuntimeExtensions(_config_7, configuration?.extensions || []);
    this.config = _config_8;
    this.middlewareStack.use((0, import_shared_smithy_core_3.getSchemaSerdePlugin)(this.config));
    this.middlewareStack.use((0, import_shared_aws_sdk_core.getUserAgentPlugin)(this.config));
    this.middlewareStack.use((0, import_shared_aws_sdk_core.getRetryPlugin)(this.config));
    this.middlewareStack.use((0, import_shared_smithy_core.getContentLengthPlugin)(this.config));
    this.middlewareStack.use((0, import_shared_aws_sdk_core.getHostHeaderPlugin)(this.config));
    this.middlewareStack.use((0, import_shared_aws_sdk_core.getLoggerPlugin)(this.config));
    this.middlewareStack.use((0, import_shared_aws_sdk_core.getRecursionDetectionPlugin)(this.config));
    this.middlewareStack.use((0, import_shared_aws_sdk_core.getHttpAuthSchemeEndpointRuleSetPlugin)(this.config, {
      httpAuthSchemeParametersProvider: defaultConfigServiceHttpAuthSchemeParametersProvider,
      identityProviderConfigProvider: async (config) => new import_shared_aws_sdk_core.DefaultIdentityProviderConfig({
        "aws.auth#sigv4": config.credentials
      })
    }));
    this.middlewareStack.use((0, import_shared_aws_sdk_core.getHttpSigningPlugin)(this.config));
  }
  destroy() {
    super.destroy();
  }
};
var command = (0, import_shared_smithy_core_2.makeBuilder)(commonParams, "StarlingDoveService", "ConfigServiceClient", import_shared_aws_sdk_core.getEndpointPlugin);
var _ep0 = {};
var _mw0 = (Command, cs, config, o) => [];
var PutEvaluationsCommand = class extends command(_ep0, _mw0, "PutEvaluations", PutEvaluations$) {
};
function configServiceClient(clients, region) {
  return clients.open("config", region, (config) => new ConfigServiceClient(config));
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  PutEvaluationsCommand,
  configServiceClient
});
