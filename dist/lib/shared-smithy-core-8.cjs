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
  EventStreamCodec: () => import_shared_smithy_core.EventStreamCodec,
  EventStreamMarshaller: () => import_shared_smithy_core.EventStreamMarshaller2,
  EventStreamSerde: () => import_shared_smithy_core.EventStreamSerde,
  HeaderMarshaller: () => import_shared_smithy_core.HeaderMarshaller,
  Int64: () => import_shared_smithy_core.Int64,
  MessageDecoderStream: () => import_shared_smithy_core.MessageDecoderStream,
  MessageEncoderStream: () => import_shared_smithy_core.MessageEncoderStream,
  SmithyMessageDecoderStream: () => import_shared_smithy_core.SmithyMessageDecoderStream,
  SmithyMessageEncoderStream: () => import_shared_smithy_core.SmithyMessageEncoderStream,
  UniversalEventStreamMarshaller: () => import_shared_smithy_core.EventStreamMarshaller,
  eventStreamSerdeProvider: () => import_shared_smithy_core.eventStreamSerdeProvider2,
  getChunkedStream: () => import_shared_smithy_core.getChunkedStream,
  getMessageUnmarshaller: () => import_shared_smithy_core.getMessageUnmarshaller,
  getUnmarshalledStream: () => import_shared_smithy_core.getUnmarshalledStream,
  iterableToReadableStream: () => import_shared_smithy_core.iterableToReadableStream,
  readableStreamToIterable: () => import_shared_smithy_core.readableStreamToIterable,
  resolveEventStreamSerdeConfig: () => import_shared_smithy_core.resolveEventStreamSerdeConfig,
  universalEventStreamSerdeProvider: () => import_shared_smithy_core.eventStreamSerdeProvider
});
module.exports = __toCommonJS(stdin_exports);
var import_shared_smithy_core = require("./shared-smithy-core.cjs");
var import_shared_smithy_core_4 = require("./shared-smithy-core-4.cjs");
var import_shared_smithy_core_2 = require("./shared-smithy-core-2.cjs");
var import_shared_smithy_core_7 = require("./shared-smithy-core-7.cjs");
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  EventStreamCodec,
  EventStreamMarshaller,
  EventStreamSerde,
  HeaderMarshaller,
  Int64,
  MessageDecoderStream,
  MessageEncoderStream,
  SmithyMessageDecoderStream,
  SmithyMessageEncoderStream,
  UniversalEventStreamMarshaller,
  eventStreamSerdeProvider,
  getChunkedStream,
  getMessageUnmarshaller,
  getUnmarshalledStream,
  iterableToReadableStream,
  readableStreamToIterable,
  resolveEventStreamSerdeConfig,
  universalEventStreamSerdeProvider
});
