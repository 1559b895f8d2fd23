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
  EventStreamCodec: () => import_shared_smithy_core_4.EventStreamCodec,
  EventStreamMarshaller: () => import_shared_smithy_core_4.EventStreamMarshaller2,
  EventStreamSerde: () => import_shared_smithy_core_4.EventStreamSerde,
  HeaderMarshaller: () => import_shared_smithy_core_4.HeaderMarshaller,
  Int64: () => import_shared_smithy_core_4.Int64,
  MessageDecoderStream: () => import_shared_smithy_core_4.MessageDecoderStream,
  MessageEncoderStream: () => import_shared_smithy_core_4.MessageEncoderStream,
  SmithyMessageDecoderStream: () => import_shared_smithy_core_4.SmithyMessageDecoderStream,
  SmithyMessageEncoderStream: () => import_shared_smithy_core_4.SmithyMessageEncoderStream,
  UniversalEventStreamMarshaller: () => import_shared_smithy_core_4.EventStreamMarshaller,
  eventStreamSerdeProvider: () => import_shared_smithy_core_4.eventStreamSerdeProvider2,
  getChunkedStream: () => import_shared_smithy_core_4.getChunkedStream,
  getMessageUnmarshaller: () => import_shared_smithy_core_4.getMessageUnmarshaller,
  getUnmarshalledStream: () => import_shared_smithy_core_4.getUnmarshalledStream,
  iterableToReadableStream: () => import_shared_smithy_core_4.iterableToReadableStream,
  readableStreamToIterable: () => import_shared_smithy_core_4.readableStreamToIterable,
  resolveEventStreamSerdeConfig: () => import_shared_smithy_core_4.resolveEventStreamSerdeConfig,
  universalEventStreamSerdeProvider: () => import_shared_smithy_core_4.eventStreamSerdeProvider
});
module.exports = __toCommonJS(stdin_exports);
var import_shared_smithy_core_4 = require("./shared-smithy-core-4.cjs");
var import_shared_smithy_core_5 = require("./shared-smithy-core-5.cjs");
var import_shared_smithy_core_3 = require("./shared-smithy-core-3.cjs");
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
