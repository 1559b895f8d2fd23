#!/usr/bin/env node
"use strict";
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
var __commonJS = (cb, mod2) => function __require() {
  try {
    return mod2 || (0, cb[__getOwnPropNames(cb)[0]])((mod2 = { exports: {} }).exports, mod2), mod2.exports;
  } catch (e) {
    throw mod2 = 0, e;
  }
};
var __export = (target, all) => {
  for (var name2 in all)
    __defProp(target, name2, { get: all[name2], enumerable: true });
};
var __copyProps = (to2, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key2 of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to2, key2) && key2 !== except)
        __defProp(to2, key2, { get: () => from[key2], enumerable: !(desc = __getOwnPropDesc(from, key2)) || desc.enumerable });
  }
  return to2;
};
var __toESM = (mod2, isNodeMode, target) => (target = mod2 != null ? __create(__getProtoOf(mod2)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod2 || !mod2.__esModule ? __defProp(target, "default", { value: mod2, enumerable: true }) : target,
  mod2
));

// node_modules/commander/lib/error.js
var require_error = __commonJS({
  "node_modules/commander/lib/error.js"(exports2) {
    var CommanderError2 = class extends Error {
      /**
       * Constructs the CommanderError class
       * @param {number} exitCode suggested exit code which could be used with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       */
      constructor(exitCode, code2, message) {
        super(message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
        this.code = code2;
        this.exitCode = exitCode;
        this.nestedError = void 0;
      }
    };
    var InvalidArgumentError2 = class extends CommanderError2 {
      /**
       * Constructs the InvalidArgumentError class
       * @param {string} [message] explanation of why argument is invalid
       */
      constructor(message) {
        super(1, "commander.invalidArgument", message);
        Error.captureStackTrace(this, this.constructor);
        this.name = this.constructor.name;
      }
    };
    exports2.CommanderError = CommanderError2;
    exports2.InvalidArgumentError = InvalidArgumentError2;
  }
});

// node_modules/commander/lib/argument.js
var require_argument = __commonJS({
  "node_modules/commander/lib/argument.js"(exports2) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Argument2 = class {
      /**
       * Initialize a new command argument with the given name and description.
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @param {string} name
       * @param {string} [description]
       */
      constructor(name2, description3) {
        this.description = description3 || "";
        this.variadic = false;
        this.parseArg = void 0;
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.argChoices = void 0;
        switch (name2[0]) {
          case "<":
            this.required = true;
            this._name = name2.slice(1, -1);
            break;
          case "[":
            this.required = false;
            this._name = name2.slice(1, -1);
            break;
          default:
            this.required = true;
            this._name = name2;
            break;
        }
        if (this._name.endsWith("...")) {
          this.variadic = true;
          this._name = this._name.slice(0, -3);
        }
      }
      /**
       * Return argument name.
       *
       * @return {string}
       */
      name() {
        return this._name;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Argument}
       */
      default(value, description3) {
        this.defaultValue = value;
        this.defaultValueDescription = description3;
        return this;
      }
      /**
       * Set the custom handler for processing CLI command arguments into argument values.
       *
       * @param {Function} [fn]
       * @return {Argument}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Only allow argument value to be one of choices.
       *
       * @param {string[]} values
       * @return {Argument}
       */
      choices(values2) {
        this.argChoices = values2.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Make argument required.
       *
       * @returns {Argument}
       */
      argRequired() {
        this.required = true;
        return this;
      }
      /**
       * Make argument optional.
       *
       * @returns {Argument}
       */
      argOptional() {
        this.required = false;
        return this;
      }
    };
    function humanReadableArgName(arg) {
      const nameOutput = arg.name() + (arg.variadic === true ? "..." : "");
      return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
    }
    exports2.Argument = Argument2;
    exports2.humanReadableArgName = humanReadableArgName;
  }
});

// node_modules/commander/lib/help.js
var require_help = __commonJS({
  "node_modules/commander/lib/help.js"(exports2) {
    var { humanReadableArgName } = require_argument();
    var Help2 = class {
      constructor() {
        this.helpWidth = void 0;
        this.minWidthToWrap = 40;
        this.sortSubcommands = false;
        this.sortOptions = false;
        this.showGlobalOptions = false;
      }
      /**
       * prepareContext is called by Commander after applying overrides from `Command.configureHelp()`
       * and just before calling `formatHelp()`.
       *
       * Commander just uses the helpWidth and the rest is provided for optional use by more complex subclasses.
       *
       * @param {{ error?: boolean, helpWidth?: number, outputHasColors?: boolean }} contextOptions
       */
      prepareContext(contextOptions) {
        this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
      }
      /**
       * Get an array of the visible subcommands. Includes a placeholder for the implicit help command, if there is one.
       *
       * @param {Command} cmd
       * @returns {Command[]}
       */
      visibleCommands(cmd) {
        const visibleCommands = cmd.commands.filter((cmd2) => !cmd2._hidden);
        const helpCommand = cmd._getHelpCommand();
        if (helpCommand && !helpCommand._hidden) {
          visibleCommands.push(helpCommand);
        }
        if (this.sortSubcommands) {
          visibleCommands.sort((a, b) => {
            return a.name().localeCompare(b.name());
          });
        }
        return visibleCommands;
      }
      /**
       * Compare options for sort.
       *
       * @param {Option} a
       * @param {Option} b
       * @returns {number}
       */
      compareOptions(a, b) {
        const getSortKey = (option) => {
          return option.short ? option.short.replace(/^-/, "") : option.long.replace(/^--/, "");
        };
        return getSortKey(a).localeCompare(getSortKey(b));
      }
      /**
       * Get an array of the visible options. Includes a placeholder for the implicit help option, if there is one.
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleOptions(cmd) {
        const visibleOptions = cmd.options.filter((option) => !option.hidden);
        const helpOption = cmd._getHelpOption();
        if (helpOption && !helpOption.hidden) {
          const removeShort = helpOption.short && cmd._findOption(helpOption.short);
          const removeLong = helpOption.long && cmd._findOption(helpOption.long);
          if (!removeShort && !removeLong) {
            visibleOptions.push(helpOption);
          } else if (helpOption.long && !removeLong) {
            visibleOptions.push(
              cmd.createOption(helpOption.long, helpOption.description)
            );
          } else if (helpOption.short && !removeShort) {
            visibleOptions.push(
              cmd.createOption(helpOption.short, helpOption.description)
            );
          }
        }
        if (this.sortOptions) {
          visibleOptions.sort(this.compareOptions);
        }
        return visibleOptions;
      }
      /**
       * Get an array of the visible global options. (Not including help.)
       *
       * @param {Command} cmd
       * @returns {Option[]}
       */
      visibleGlobalOptions(cmd) {
        if (!this.showGlobalOptions) return [];
        const globalOptions = [];
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          const visibleOptions = ancestorCmd.options.filter(
            (option) => !option.hidden
          );
          globalOptions.push(...visibleOptions);
        }
        if (this.sortOptions) {
          globalOptions.sort(this.compareOptions);
        }
        return globalOptions;
      }
      /**
       * Get an array of the arguments if any have a description.
       *
       * @param {Command} cmd
       * @returns {Argument[]}
       */
      visibleArguments(cmd) {
        if (cmd._argsDescription) {
          cmd.registeredArguments.forEach((argument) => {
            argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
          });
        }
        if (cmd.registeredArguments.find((argument) => argument.description)) {
          return cmd.registeredArguments;
        }
        return [];
      }
      /**
       * Get the command term to show in the list of subcommands.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandTerm(cmd) {
        const args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
        return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + // simplistic check for non-help option
        (args ? " " + args : "");
      }
      /**
       * Get the option term to show in the list of options.
       *
       * @param {Option} option
       * @returns {string}
       */
      optionTerm(option) {
        return option.flags;
      }
      /**
       * Get the argument term to show in the list of arguments.
       *
       * @param {Argument} argument
       * @returns {string}
       */
      argumentTerm(argument) {
        return argument.name();
      }
      /**
       * Get the longest command term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestSubcommandTermLength(cmd, helper) {
        return helper.visibleCommands(cmd).reduce((max, command2) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleSubcommandTerm(helper.subcommandTerm(command2))
            )
          );
        }, 0);
      }
      /**
       * Get the longest option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestOptionTermLength(cmd, helper) {
        return helper.visibleOptions(cmd).reduce((max, option) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))
          );
        }, 0);
      }
      /**
       * Get the longest global option term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestGlobalOptionTermLength(cmd, helper) {
        return helper.visibleGlobalOptions(cmd).reduce((max, option) => {
          return Math.max(
            max,
            this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))
          );
        }, 0);
      }
      /**
       * Get the longest argument term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      longestArgumentTermLength(cmd, helper) {
        return helper.visibleArguments(cmd).reduce((max, argument) => {
          return Math.max(
            max,
            this.displayWidth(
              helper.styleArgumentTerm(helper.argumentTerm(argument))
            )
          );
        }, 0);
      }
      /**
       * Get the command usage to be displayed at the top of the built-in help.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandUsage(cmd) {
        let cmdName = cmd._name;
        if (cmd._aliases[0]) {
          cmdName = cmdName + "|" + cmd._aliases[0];
        }
        let ancestorCmdNames = "";
        for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
          ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
        }
        return ancestorCmdNames + cmdName + " " + cmd.usage();
      }
      /**
       * Get the description for the command.
       *
       * @param {Command} cmd
       * @returns {string}
       */
      commandDescription(cmd) {
        return cmd.description();
      }
      /**
       * Get the subcommand summary to show in the list of subcommands.
       * (Fallback to description for backwards compatibility.)
       *
       * @param {Command} cmd
       * @returns {string}
       */
      subcommandDescription(cmd) {
        return cmd.summary() || cmd.description();
      }
      /**
       * Get the option description to show in the list of options.
       *
       * @param {Option} option
       * @return {string}
       */
      optionDescription(option) {
        const extraInfo = [];
        if (option.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${option.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (option.defaultValue !== void 0) {
          const showDefault = option.required || option.optional || option.isBoolean() && typeof option.defaultValue === "boolean";
          if (showDefault) {
            extraInfo.push(
              `default: ${option.defaultValueDescription || JSON.stringify(option.defaultValue)}`
            );
          }
        }
        if (option.presetArg !== void 0 && option.optional) {
          extraInfo.push(`preset: ${JSON.stringify(option.presetArg)}`);
        }
        if (option.envVar !== void 0) {
          extraInfo.push(`env: ${option.envVar}`);
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (option.description) {
            return `${option.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return option.description;
      }
      /**
       * Get the argument description to show in the list of arguments.
       *
       * @param {Argument} argument
       * @return {string}
       */
      argumentDescription(argument) {
        const extraInfo = [];
        if (argument.argChoices) {
          extraInfo.push(
            // use stringify to match the display of the default value
            `choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`
          );
        }
        if (argument.defaultValue !== void 0) {
          extraInfo.push(
            `default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`
          );
        }
        if (extraInfo.length > 0) {
          const extraDescription = `(${extraInfo.join(", ")})`;
          if (argument.description) {
            return `${argument.description} ${extraDescription}`;
          }
          return extraDescription;
        }
        return argument.description;
      }
      /**
       * Format a list of items, given a heading and an array of formatted items.
       *
       * @param {string} heading
       * @param {string[]} items
       * @param {Help} helper
       * @returns string[]
       */
      formatItemList(heading, items, helper) {
        if (items.length === 0) return [];
        return [helper.styleTitle(heading), ...items, ""];
      }
      /**
       * Group items by their help group heading.
       *
       * @param {Command[] | Option[]} unsortedItems
       * @param {Command[] | Option[]} visibleItems
       * @param {Function} getGroup
       * @returns {Map<string, Command[] | Option[]>}
       */
      groupItems(unsortedItems, visibleItems, getGroup) {
        const result = /* @__PURE__ */ new Map();
        unsortedItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) result.set(group, []);
        });
        visibleItems.forEach((item) => {
          const group = getGroup(item);
          if (!result.has(group)) {
            result.set(group, []);
          }
          result.get(group).push(item);
        });
        return result;
      }
      /**
       * Generate the built-in help text.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {string}
       */
      formatHelp(cmd, helper) {
        const termWidth = helper.padWidth(cmd, helper);
        const helpWidth = helper.helpWidth ?? 80;
        function callFormatItem(term, description3) {
          return helper.formatItem(term, termWidth, description3, helper);
        }
        let output = [
          `${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`,
          ""
        ];
        const commandDescription = helper.commandDescription(cmd);
        if (commandDescription.length > 0) {
          output = output.concat([
            helper.boxWrap(
              helper.styleCommandDescription(commandDescription),
              helpWidth
            ),
            ""
          ]);
        }
        const argumentList = helper.visibleArguments(cmd).map((argument) => {
          return callFormatItem(
            helper.styleArgumentTerm(helper.argumentTerm(argument)),
            helper.styleArgumentDescription(helper.argumentDescription(argument))
          );
        });
        output = output.concat(
          this.formatItemList("Arguments:", argumentList, helper)
        );
        const optionGroups = this.groupItems(
          cmd.options,
          helper.visibleOptions(cmd),
          (option) => option.helpGroupHeading ?? "Options:"
        );
        optionGroups.forEach((options, group) => {
          const optionList = options.map((option) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option)),
              helper.styleOptionDescription(helper.optionDescription(option))
            );
          });
          output = output.concat(this.formatItemList(group, optionList, helper));
        });
        if (helper.showGlobalOptions) {
          const globalOptionList = helper.visibleGlobalOptions(cmd).map((option) => {
            return callFormatItem(
              helper.styleOptionTerm(helper.optionTerm(option)),
              helper.styleOptionDescription(helper.optionDescription(option))
            );
          });
          output = output.concat(
            this.formatItemList("Global Options:", globalOptionList, helper)
          );
        }
        const commandGroups = this.groupItems(
          cmd.commands,
          helper.visibleCommands(cmd),
          (sub) => sub.helpGroup() || "Commands:"
        );
        commandGroups.forEach((commands2, group) => {
          const commandList = commands2.map((sub) => {
            return callFormatItem(
              helper.styleSubcommandTerm(helper.subcommandTerm(sub)),
              helper.styleSubcommandDescription(helper.subcommandDescription(sub))
            );
          });
          output = output.concat(this.formatItemList(group, commandList, helper));
        });
        return output.join("\n");
      }
      /**
       * Return display width of string, ignoring ANSI escape sequences. Used in padding and wrapping calculations.
       *
       * @param {string} str
       * @returns {number}
       */
      displayWidth(str) {
        return stripColor(str).length;
      }
      /**
       * Style the title for displaying in the help. Called with 'Usage:', 'Options:', etc.
       *
       * @param {string} str
       * @returns {string}
       */
      styleTitle(str) {
        return str;
      }
      styleUsage(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word === "[command]") return this.styleSubcommandText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleCommandText(word);
        }).join(" ");
      }
      styleCommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleOptionDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleSubcommandDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleArgumentDescription(str) {
        return this.styleDescriptionText(str);
      }
      styleDescriptionText(str) {
        return str;
      }
      styleOptionTerm(str) {
        return this.styleOptionText(str);
      }
      styleSubcommandTerm(str) {
        return str.split(" ").map((word) => {
          if (word === "[options]") return this.styleOptionText(word);
          if (word[0] === "[" || word[0] === "<")
            return this.styleArgumentText(word);
          return this.styleSubcommandText(word);
        }).join(" ");
      }
      styleArgumentTerm(str) {
        return this.styleArgumentText(str);
      }
      styleOptionText(str) {
        return str;
      }
      styleArgumentText(str) {
        return str;
      }
      styleSubcommandText(str) {
        return str;
      }
      styleCommandText(str) {
        return str;
      }
      /**
       * Calculate the pad width from the maximum term length.
       *
       * @param {Command} cmd
       * @param {Help} helper
       * @returns {number}
       */
      padWidth(cmd, helper) {
        return Math.max(
          helper.longestOptionTermLength(cmd, helper),
          helper.longestGlobalOptionTermLength(cmd, helper),
          helper.longestSubcommandTermLength(cmd, helper),
          helper.longestArgumentTermLength(cmd, helper)
        );
      }
      /**
       * Detect manually wrapped and indented strings by checking for line break followed by whitespace.
       *
       * @param {string} str
       * @returns {boolean}
       */
      preformatted(str) {
        return /\n[^\S\r\n]/.test(str);
      }
      /**
       * Format the "item", which consists of a term and description. Pad the term and wrap the description, indenting the following lines.
       *
       * So "TTT", 5, "DDD DDDD DD DDD" might be formatted for this.helpWidth=17 like so:
       *   TTT  DDD DDDD
       *        DD DDD
       *
       * @param {string} term
       * @param {number} termWidth
       * @param {string} description
       * @param {Help} helper
       * @returns {string}
       */
      formatItem(term, termWidth, description3, helper) {
        const itemIndent = 2;
        const itemIndentStr = " ".repeat(itemIndent);
        if (!description3) return itemIndentStr + term;
        const paddedTerm = term.padEnd(
          termWidth + term.length - helper.displayWidth(term)
        );
        const spacerWidth = 2;
        const helpWidth = this.helpWidth ?? 80;
        const remainingWidth = helpWidth - termWidth - spacerWidth - itemIndent;
        let formattedDescription;
        if (remainingWidth < this.minWidthToWrap || helper.preformatted(description3)) {
          formattedDescription = description3;
        } else {
          const wrappedDescription = helper.boxWrap(description3, remainingWidth);
          formattedDescription = wrappedDescription.replace(
            /\n/g,
            "\n" + " ".repeat(termWidth + spacerWidth)
          );
        }
        return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `
${itemIndentStr}`);
      }
      /**
       * Wrap a string at whitespace, preserving existing line breaks.
       * Wrapping is skipped if the width is less than `minWidthToWrap`.
       *
       * @param {string} str
       * @param {number} width
       * @returns {string}
       */
      boxWrap(str, width2) {
        if (width2 < this.minWidthToWrap) return str;
        const rawLines = str.split(/\r\n|\n/);
        const chunkPattern = /[\s]*[^\s]+/g;
        const wrappedLines = [];
        rawLines.forEach((line2) => {
          const chunks = line2.match(chunkPattern);
          if (chunks === null) {
            wrappedLines.push("");
            return;
          }
          let sumChunks = [chunks.shift()];
          let sumWidth = this.displayWidth(sumChunks[0]);
          chunks.forEach((chunk) => {
            const visibleWidth = this.displayWidth(chunk);
            if (sumWidth + visibleWidth <= width2) {
              sumChunks.push(chunk);
              sumWidth += visibleWidth;
              return;
            }
            wrappedLines.push(sumChunks.join(""));
            const nextChunk = chunk.trimStart();
            sumChunks = [nextChunk];
            sumWidth = this.displayWidth(nextChunk);
          });
          wrappedLines.push(sumChunks.join(""));
        });
        return wrappedLines.join("\n");
      }
    };
    function stripColor(str) {
      const sgrPattern = /\x1b\[\d*(;\d*)*m/g;
      return str.replace(sgrPattern, "");
    }
    exports2.Help = Help2;
    exports2.stripColor = stripColor;
  }
});

// node_modules/commander/lib/option.js
var require_option = __commonJS({
  "node_modules/commander/lib/option.js"(exports2) {
    var { InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var Option2 = class {
      /**
       * Initialize a new `Option` with the given `flags` and `description`.
       *
       * @param {string} flags
       * @param {string} [description]
       */
      constructor(flags, description3) {
        this.flags = flags;
        this.description = description3 || "";
        this.required = flags.includes("<");
        this.optional = flags.includes("[");
        this.variadic = /\w\.\.\.[>\]]$/.test(flags);
        this.mandatory = false;
        const optionFlags = splitOptionFlags(flags);
        this.short = optionFlags.shortFlag;
        this.long = optionFlags.longFlag;
        this.negate = false;
        if (this.long) {
          this.negate = this.long.startsWith("--no-");
        }
        this.defaultValue = void 0;
        this.defaultValueDescription = void 0;
        this.presetArg = void 0;
        this.envVar = void 0;
        this.parseArg = void 0;
        this.hidden = false;
        this.argChoices = void 0;
        this.conflictsWith = [];
        this.implied = void 0;
        this.helpGroupHeading = void 0;
      }
      /**
       * Set the default value, and optionally supply the description to be displayed in the help.
       *
       * @param {*} value
       * @param {string} [description]
       * @return {Option}
       */
      default(value, description3) {
        this.defaultValue = value;
        this.defaultValueDescription = description3;
        return this;
      }
      /**
       * Preset to use when option used without option-argument, especially optional but also boolean and negated.
       * The custom processing (parseArg) is called.
       *
       * @example
       * new Option('--color').default('GREYSCALE').preset('RGB');
       * new Option('--donate [amount]').preset('20').argParser(parseFloat);
       *
       * @param {*} arg
       * @return {Option}
       */
      preset(arg) {
        this.presetArg = arg;
        return this;
      }
      /**
       * Add option name(s) that conflict with this option.
       * An error will be displayed if conflicting options are found during parsing.
       *
       * @example
       * new Option('--rgb').conflicts('cmyk');
       * new Option('--js').conflicts(['ts', 'jsx']);
       *
       * @param {(string | string[])} names
       * @return {Option}
       */
      conflicts(names2) {
        this.conflictsWith = this.conflictsWith.concat(names2);
        return this;
      }
      /**
       * Specify implied option values for when this option is set and the implied options are not.
       *
       * The custom processing (parseArg) is not called on the implied values.
       *
       * @example
       * program
       *   .addOption(new Option('--log', 'write logging information to file'))
       *   .addOption(new Option('--trace', 'log extra details').implies({ log: 'trace.txt' }));
       *
       * @param {object} impliedOptionValues
       * @return {Option}
       */
      implies(impliedOptionValues) {
        let newImplied = impliedOptionValues;
        if (typeof impliedOptionValues === "string") {
          newImplied = { [impliedOptionValues]: true };
        }
        this.implied = Object.assign(this.implied || {}, newImplied);
        return this;
      }
      /**
       * Set environment variable to check for option value.
       *
       * An environment variable is only used if when processed the current option value is
       * undefined, or the source of the current value is 'default' or 'config' or 'env'.
       *
       * @param {string} name
       * @return {Option}
       */
      env(name2) {
        this.envVar = name2;
        return this;
      }
      /**
       * Set the custom handler for processing CLI option arguments into option values.
       *
       * @param {Function} [fn]
       * @return {Option}
       */
      argParser(fn) {
        this.parseArg = fn;
        return this;
      }
      /**
       * Whether the option is mandatory and must have a value after parsing.
       *
       * @param {boolean} [mandatory=true]
       * @return {Option}
       */
      makeOptionMandatory(mandatory = true) {
        this.mandatory = !!mandatory;
        return this;
      }
      /**
       * Hide option in help.
       *
       * @param {boolean} [hide=true]
       * @return {Option}
       */
      hideHelp(hide = true) {
        this.hidden = !!hide;
        return this;
      }
      /**
       * @package
       */
      _collectValue(value, previous) {
        if (previous === this.defaultValue || !Array.isArray(previous)) {
          return [value];
        }
        previous.push(value);
        return previous;
      }
      /**
       * Only allow option value to be one of choices.
       *
       * @param {string[]} values
       * @return {Option}
       */
      choices(values2) {
        this.argChoices = values2.slice();
        this.parseArg = (arg, previous) => {
          if (!this.argChoices.includes(arg)) {
            throw new InvalidArgumentError2(
              `Allowed choices are ${this.argChoices.join(", ")}.`
            );
          }
          if (this.variadic) {
            return this._collectValue(arg, previous);
          }
          return arg;
        };
        return this;
      }
      /**
       * Return option name.
       *
       * @return {string}
       */
      name() {
        if (this.long) {
          return this.long.replace(/^--/, "");
        }
        return this.short.replace(/^-/, "");
      }
      /**
       * Return option name, in a camelcase format that can be used
       * as an object attribute key.
       *
       * @return {string}
       */
      attributeName() {
        if (this.negate) {
          return camelcase(this.name().replace(/^no-/, ""));
        }
        return camelcase(this.name());
      }
      /**
       * Set the help group heading.
       *
       * @param {string} heading
       * @return {Option}
       */
      helpGroup(heading) {
        this.helpGroupHeading = heading;
        return this;
      }
      /**
       * Check if `arg` matches the short or long flag.
       *
       * @param {string} arg
       * @return {boolean}
       * @package
       */
      is(arg) {
        return this.short === arg || this.long === arg;
      }
      /**
       * Return whether a boolean option.
       *
       * Options are one of boolean, negated, required argument, or optional argument.
       *
       * @return {boolean}
       * @package
       */
      isBoolean() {
        return !this.required && !this.optional && !this.negate;
      }
    };
    var DualOptions = class {
      /**
       * @param {Option[]} options
       */
      constructor(options) {
        this.positiveOptions = /* @__PURE__ */ new Map();
        this.negativeOptions = /* @__PURE__ */ new Map();
        this.dualOptions = /* @__PURE__ */ new Set();
        options.forEach((option) => {
          if (option.negate) {
            this.negativeOptions.set(option.attributeName(), option);
          } else {
            this.positiveOptions.set(option.attributeName(), option);
          }
        });
        this.negativeOptions.forEach((value, key2) => {
          if (this.positiveOptions.has(key2)) {
            this.dualOptions.add(key2);
          }
        });
      }
      /**
       * Did the value come from the option, and not from possible matching dual option?
       *
       * @param {*} value
       * @param {Option} option
       * @returns {boolean}
       */
      valueFromOption(value, option) {
        const optionKey = option.attributeName();
        if (!this.dualOptions.has(optionKey)) return true;
        const preset = this.negativeOptions.get(optionKey).presetArg;
        const negativeValue = preset !== void 0 ? preset : false;
        return option.negate === (negativeValue === value);
      }
    };
    function camelcase(str) {
      return str.split("-").reduce((str2, word) => {
        return str2 + word[0].toUpperCase() + word.slice(1);
      });
    }
    function splitOptionFlags(flags) {
      let shortFlag;
      let longFlag;
      const shortFlagExp = /^-[^-]$/;
      const longFlagExp = /^--[^-]/;
      const flagParts = flags.split(/[ |,]+/).concat("guard");
      if (shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
      if (longFlagExp.test(flagParts[0])) longFlag = flagParts.shift();
      if (!shortFlag && shortFlagExp.test(flagParts[0]))
        shortFlag = flagParts.shift();
      if (!shortFlag && longFlagExp.test(flagParts[0])) {
        shortFlag = longFlag;
        longFlag = flagParts.shift();
      }
      if (flagParts[0].startsWith("-")) {
        const unsupportedFlag = flagParts[0];
        const baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
        if (/^-[^-][^-]/.test(unsupportedFlag))
          throw new Error(
            `${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`
          );
        if (shortFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many short flags`);
        if (longFlagExp.test(unsupportedFlag))
          throw new Error(`${baseError}
- too many long flags`);
        throw new Error(`${baseError}
- unrecognised flag format`);
      }
      if (shortFlag === void 0 && longFlag === void 0)
        throw new Error(
          `option creation failed due to no flags found in '${flags}'.`
        );
      return { shortFlag, longFlag };
    }
    exports2.Option = Option2;
    exports2.DualOptions = DualOptions;
  }
});

// node_modules/commander/lib/suggestSimilar.js
var require_suggestSimilar = __commonJS({
  "node_modules/commander/lib/suggestSimilar.js"(exports2) {
    var maxDistance = 3;
    function editDistance(a, b) {
      if (Math.abs(a.length - b.length) > maxDistance)
        return Math.max(a.length, b.length);
      const d = [];
      for (let i = 0; i <= a.length; i++) {
        d[i] = [i];
      }
      for (let j = 0; j <= b.length; j++) {
        d[0][j] = j;
      }
      for (let j = 1; j <= b.length; j++) {
        for (let i = 1; i <= a.length; i++) {
          let cost = 1;
          if (a[i - 1] === b[j - 1]) {
            cost = 0;
          } else {
            cost = 1;
          }
          d[i][j] = Math.min(
            d[i - 1][j] + 1,
            // deletion
            d[i][j - 1] + 1,
            // insertion
            d[i - 1][j - 1] + cost
            // substitution
          );
          if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
            d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
          }
        }
      }
      return d[a.length][b.length];
    }
    function suggestSimilar(word, candidates2) {
      if (!candidates2 || candidates2.length === 0) return "";
      candidates2 = Array.from(new Set(candidates2));
      const searchingOptions = word.startsWith("--");
      if (searchingOptions) {
        word = word.slice(2);
        candidates2 = candidates2.map((candidate) => candidate.slice(2));
      }
      let similar = [];
      let bestDistance = maxDistance;
      const minSimilarity = 0.4;
      candidates2.forEach((candidate) => {
        if (candidate.length <= 1) return;
        const distance = editDistance(word, candidate);
        const length = Math.max(word.length, candidate.length);
        const similarity = (length - distance) / length;
        if (similarity > minSimilarity) {
          if (distance < bestDistance) {
            bestDistance = distance;
            similar = [candidate];
          } else if (distance === bestDistance) {
            similar.push(candidate);
          }
        }
      });
      similar.sort((a, b) => a.localeCompare(b));
      if (searchingOptions) {
        similar = similar.map((candidate) => `--${candidate}`);
      }
      if (similar.length > 1) {
        return `
(Did you mean one of ${similar.join(", ")}?)`;
      }
      if (similar.length === 1) {
        return `
(Did you mean ${similar[0]}?)`;
      }
      return "";
    }
    exports2.suggestSimilar = suggestSimilar;
  }
});

// node_modules/commander/lib/command.js
var require_command = __commonJS({
  "node_modules/commander/lib/command.js"(exports2) {
    var EventEmitter = require("node:events").EventEmitter;
    var childProcess = require("node:child_process");
    var path = require("node:path");
    var fs = require("node:fs");
    var process2 = require("node:process");
    var { Argument: Argument2, humanReadableArgName } = require_argument();
    var { CommanderError: CommanderError2 } = require_error();
    var { Help: Help2, stripColor } = require_help();
    var { Option: Option2, DualOptions } = require_option();
    var { suggestSimilar } = require_suggestSimilar();
    var Command2 = class _Command extends EventEmitter {
      /**
       * Initialize a new `Command`.
       *
       * @param {string} [name]
       */
      constructor(name2) {
        super();
        this.commands = [];
        this.options = [];
        this.parent = null;
        this._allowUnknownOption = false;
        this._allowExcessArguments = false;
        this.registeredArguments = [];
        this._args = this.registeredArguments;
        this.args = [];
        this.rawArgs = [];
        this.processedArgs = [];
        this._scriptPath = null;
        this._name = name2 || "";
        this._optionValues = {};
        this._optionValueSources = {};
        this._storeOptionsAsProperties = false;
        this._actionHandler = null;
        this._executableHandler = false;
        this._executableFile = null;
        this._executableDir = null;
        this._defaultCommandName = null;
        this._exitCallback = null;
        this._aliases = [];
        this._combineFlagAndOptionalValue = true;
        this._description = "";
        this._summary = "";
        this._argsDescription = void 0;
        this._enablePositionalOptions = false;
        this._passThroughOptions = false;
        this._lifeCycleHooks = {};
        this._showHelpAfterError = false;
        this._showSuggestionAfterError = true;
        this._savedState = null;
        this._outputConfiguration = {
          writeOut: (str) => process2.stdout.write(str),
          writeErr: (str) => process2.stderr.write(str),
          outputError: (str, write4) => write4(str),
          getOutHelpWidth: () => process2.stdout.isTTY ? process2.stdout.columns : void 0,
          getErrHelpWidth: () => process2.stderr.isTTY ? process2.stderr.columns : void 0,
          getOutHasColors: () => useColor() ?? (process2.stdout.isTTY && process2.stdout.hasColors?.()),
          getErrHasColors: () => useColor() ?? (process2.stderr.isTTY && process2.stderr.hasColors?.()),
          stripColor: (str) => stripColor(str)
        };
        this._hidden = false;
        this._helpOption = void 0;
        this._addImplicitHelpCommand = void 0;
        this._helpCommand = void 0;
        this._helpConfiguration = {};
        this._helpGroupHeading = void 0;
        this._defaultCommandGroup = void 0;
        this._defaultOptionGroup = void 0;
      }
      /**
       * Copy settings that are useful to have in common across root command and subcommands.
       *
       * (Used internally when adding a command using `.command()` so subcommands inherit parent settings.)
       *
       * @param {Command} sourceCommand
       * @return {Command} `this` command for chaining
       */
      copyInheritedSettings(sourceCommand) {
        this._outputConfiguration = sourceCommand._outputConfiguration;
        this._helpOption = sourceCommand._helpOption;
        this._helpCommand = sourceCommand._helpCommand;
        this._helpConfiguration = sourceCommand._helpConfiguration;
        this._exitCallback = sourceCommand._exitCallback;
        this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties;
        this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue;
        this._allowExcessArguments = sourceCommand._allowExcessArguments;
        this._enablePositionalOptions = sourceCommand._enablePositionalOptions;
        this._showHelpAfterError = sourceCommand._showHelpAfterError;
        this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError;
        return this;
      }
      /**
       * @returns {Command[]}
       * @private
       */
      _getCommandAndAncestors() {
        const result = [];
        for (let command2 = this; command2; command2 = command2.parent) {
          result.push(command2);
        }
        return result;
      }
      /**
       * Define a command.
       *
       * There are two styles of command: pay attention to where to put the description.
       *
       * @example
       * // Command implemented using action handler (description is supplied separately to `.command`)
       * program
       *   .command('clone <source> [destination]')
       *   .description('clone a repository into a newly created directory')
       *   .action((source, destination) => {
       *     console.log('clone command called');
       *   });
       *
       * // Command implemented using separate executable file (description is second parameter to `.command`)
       * program
       *   .command('start <service>', 'start named service')
       *   .command('stop [service]', 'stop named service, or all if no name supplied');
       *
       * @param {string} nameAndArgs - command name and arguments, args are `<required>` or `[optional]` and last may also be `variadic...`
       * @param {(object | string)} [actionOptsOrExecDesc] - configuration options (for action), or description (for executable)
       * @param {object} [execOpts] - configuration options (for executable)
       * @return {Command} returns new command for action handler, or `this` for executable command
       */
      command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
        let desc = actionOptsOrExecDesc;
        let opts = execOpts;
        if (typeof desc === "object" && desc !== null) {
          opts = desc;
          desc = null;
        }
        opts = opts || {};
        const [, name2, args] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const cmd = this.createCommand(name2);
        if (desc) {
          cmd.description(desc);
          cmd._executableHandler = true;
        }
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        cmd._hidden = !!(opts.noHelp || opts.hidden);
        cmd._executableFile = opts.executableFile || null;
        if (args) cmd.arguments(args);
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd.copyInheritedSettings(this);
        if (desc) return this;
        return cmd;
      }
      /**
       * Factory routine to create a new unattached command.
       *
       * See .command() for creating an attached subcommand, which uses this routine to
       * create the command. You can override createCommand to customise subcommands.
       *
       * @param {string} [name]
       * @return {Command} new command
       */
      createCommand(name2) {
        return new _Command(name2);
      }
      /**
       * You can customise the help with a subclass of Help by overriding createHelp,
       * or by overriding Help properties using configureHelp().
       *
       * @return {Help}
       */
      createHelp() {
        return Object.assign(new Help2(), this.configureHelp());
      }
      /**
       * You can customise the help by overriding Help properties using configureHelp(),
       * or with a subclass of Help by overriding createHelp().
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureHelp(configuration) {
        if (configuration === void 0) return this._helpConfiguration;
        this._helpConfiguration = configuration;
        return this;
      }
      /**
       * The default output goes to stdout and stderr. You can customise this for special
       * applications. You can also customise the display of errors by overriding outputError.
       *
       * The configuration properties are all functions:
       *
       *     // change how output being written, defaults to stdout and stderr
       *     writeOut(str)
       *     writeErr(str)
       *     // change how output being written for errors, defaults to writeErr
       *     outputError(str, write) // used for displaying errors and not used for displaying help
       *     // specify width for wrapping help
       *     getOutHelpWidth()
       *     getErrHelpWidth()
       *     // color support, currently only used with Help
       *     getOutHasColors()
       *     getErrHasColors()
       *     stripColor() // used to remove ANSI escape codes if output does not have colors
       *
       * @param {object} [configuration] - configuration options
       * @return {(Command | object)} `this` command for chaining, or stored configuration
       */
      configureOutput(configuration) {
        if (configuration === void 0) return this._outputConfiguration;
        this._outputConfiguration = {
          ...this._outputConfiguration,
          ...configuration
        };
        return this;
      }
      /**
       * Display the help or a custom message after an error occurs.
       *
       * @param {(boolean|string)} [displayHelp]
       * @return {Command} `this` command for chaining
       */
      showHelpAfterError(displayHelp = true) {
        if (typeof displayHelp !== "string") displayHelp = !!displayHelp;
        this._showHelpAfterError = displayHelp;
        return this;
      }
      /**
       * Display suggestion of similar commands for unknown commands, or options for unknown options.
       *
       * @param {boolean} [displaySuggestion]
       * @return {Command} `this` command for chaining
       */
      showSuggestionAfterError(displaySuggestion = true) {
        this._showSuggestionAfterError = !!displaySuggestion;
        return this;
      }
      /**
       * Add a prepared subcommand.
       *
       * See .command() for creating an attached subcommand which inherits settings from its parent.
       *
       * @param {Command} cmd - new subcommand
       * @param {object} [opts] - configuration options
       * @return {Command} `this` command for chaining
       */
      addCommand(cmd, opts) {
        if (!cmd._name) {
          throw new Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
        }
        opts = opts || {};
        if (opts.isDefault) this._defaultCommandName = cmd._name;
        if (opts.noHelp || opts.hidden) cmd._hidden = true;
        this._registerCommand(cmd);
        cmd.parent = this;
        cmd._checkForBrokenPassThrough();
        return this;
      }
      /**
       * Factory routine to create a new unattached argument.
       *
       * See .argument() for creating an attached argument, which uses this routine to
       * create the argument. You can override createArgument to return a custom argument.
       *
       * @param {string} name
       * @param {string} [description]
       * @return {Argument} new argument
       */
      createArgument(name2, description3) {
        return new Argument2(name2, description3);
      }
      /**
       * Define argument syntax for command.
       *
       * The default is that the argument is required, and you can explicitly
       * indicate this with <> around the name. Put [] around the name for an optional argument.
       *
       * @example
       * program.argument('<input-file>');
       * program.argument('[output-file]');
       *
       * @param {string} name
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom argument processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      argument(name2, description3, parseArg, defaultValue) {
        const argument = this.createArgument(name2, description3);
        if (typeof parseArg === "function") {
          argument.default(defaultValue).argParser(parseArg);
        } else {
          argument.default(parseArg);
        }
        this.addArgument(argument);
        return this;
      }
      /**
       * Define argument syntax for command, adding multiple at once (without descriptions).
       *
       * See also .argument().
       *
       * @example
       * program.arguments('<cmd> [env]');
       *
       * @param {string} names
       * @return {Command} `this` command for chaining
       */
      arguments(names2) {
        names2.trim().split(/ +/).forEach((detail) => {
          this.argument(detail);
        });
        return this;
      }
      /**
       * Define argument syntax for command, adding a prepared argument.
       *
       * @param {Argument} argument
       * @return {Command} `this` command for chaining
       */
      addArgument(argument) {
        const previousArgument = this.registeredArguments.slice(-1)[0];
        if (previousArgument?.variadic) {
          throw new Error(
            `only the last argument can be variadic '${previousArgument.name()}'`
          );
        }
        if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) {
          throw new Error(
            `a default value for a required argument is never used: '${argument.name()}'`
          );
        }
        this.registeredArguments.push(argument);
        return this;
      }
      /**
       * Customise or override default help command. By default a help command is automatically added if your command has subcommands.
       *
       * @example
       *    program.helpCommand('help [cmd]');
       *    program.helpCommand('help [cmd]', 'show help');
       *    program.helpCommand(false); // suppress default help command
       *    program.helpCommand(true); // add help command even if no subcommands
       *
       * @param {string|boolean} enableOrNameAndArgs - enable with custom name and/or arguments, or boolean to override whether added
       * @param {string} [description] - custom description
       * @return {Command} `this` command for chaining
       */
      helpCommand(enableOrNameAndArgs, description3) {
        if (typeof enableOrNameAndArgs === "boolean") {
          this._addImplicitHelpCommand = enableOrNameAndArgs;
          if (enableOrNameAndArgs && this._defaultCommandGroup) {
            this._initCommandGroup(this._getHelpCommand());
          }
          return this;
        }
        const nameAndArgs = enableOrNameAndArgs ?? "help [command]";
        const [, helpName, helpArgs] = nameAndArgs.match(/([^ ]+) *(.*)/);
        const helpDescription = description3 ?? "display help for command";
        const helpCommand = this.createCommand(helpName);
        helpCommand.helpOption(false);
        if (helpArgs) helpCommand.arguments(helpArgs);
        if (helpDescription) helpCommand.description(helpDescription);
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        if (enableOrNameAndArgs || description3) this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Add prepared custom help command.
       *
       * @param {(Command|string|boolean)} helpCommand - custom help command, or deprecated enableOrNameAndArgs as for `.helpCommand()`
       * @param {string} [deprecatedDescription] - deprecated custom description used with custom name only
       * @return {Command} `this` command for chaining
       */
      addHelpCommand(helpCommand, deprecatedDescription) {
        if (typeof helpCommand !== "object") {
          this.helpCommand(helpCommand, deprecatedDescription);
          return this;
        }
        this._addImplicitHelpCommand = true;
        this._helpCommand = helpCommand;
        this._initCommandGroup(helpCommand);
        return this;
      }
      /**
       * Lazy create help command.
       *
       * @return {(Command|null)}
       * @package
       */
      _getHelpCommand() {
        const hasImplicitHelpCommand = this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"));
        if (hasImplicitHelpCommand) {
          if (this._helpCommand === void 0) {
            this.helpCommand(void 0, void 0);
          }
          return this._helpCommand;
        }
        return null;
      }
      /**
       * Add hook for life cycle event.
       *
       * @param {string} event
       * @param {Function} listener
       * @return {Command} `this` command for chaining
       */
      hook(event, listener) {
        const allowedValues = ["preSubcommand", "preAction", "postAction"];
        if (!allowedValues.includes(event)) {
          throw new Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        if (this._lifeCycleHooks[event]) {
          this._lifeCycleHooks[event].push(listener);
        } else {
          this._lifeCycleHooks[event] = [listener];
        }
        return this;
      }
      /**
       * Register callback to use as replacement for calling process.exit.
       *
       * @param {Function} [fn] optional callback which will be passed a CommanderError, defaults to throwing
       * @return {Command} `this` command for chaining
       */
      exitOverride(fn) {
        if (fn) {
          this._exitCallback = fn;
        } else {
          this._exitCallback = (err) => {
            if (err.code !== "commander.executeSubCommandAsync") {
              throw err;
            } else {
            }
          };
        }
        return this;
      }
      /**
       * Call process.exit, and _exitCallback if defined.
       *
       * @param {number} exitCode exit code for using with process.exit
       * @param {string} code an id string representing the error
       * @param {string} message human-readable description of the error
       * @return never
       * @private
       */
      _exit(exitCode, code2, message) {
        if (this._exitCallback) {
          this._exitCallback(new CommanderError2(exitCode, code2, message));
        }
        process2.exit(exitCode);
      }
      /**
       * Register callback `fn` for the command.
       *
       * @example
       * program
       *   .command('serve')
       *   .description('start service')
       *   .action(function() {
       *      // do work here
       *   });
       *
       * @param {Function} fn
       * @return {Command} `this` command for chaining
       */
      action(fn) {
        const listener = (args) => {
          const expectedArgsCount = this.registeredArguments.length;
          const actionArgs = args.slice(0, expectedArgsCount);
          if (this._storeOptionsAsProperties) {
            actionArgs[expectedArgsCount] = this;
          } else {
            actionArgs[expectedArgsCount] = this.opts();
          }
          actionArgs.push(this);
          return fn.apply(this, actionArgs);
        };
        this._actionHandler = listener;
        return this;
      }
      /**
       * Factory routine to create a new unattached option.
       *
       * See .option() for creating an attached option, which uses this routine to
       * create the option. You can override createOption to return a custom option.
       *
       * @param {string} flags
       * @param {string} [description]
       * @return {Option} new option
       */
      createOption(flags, description3) {
        return new Option2(flags, description3);
      }
      /**
       * Wrap parseArgs to catch 'commander.invalidArgument'.
       *
       * @param {(Option | Argument)} target
       * @param {string} value
       * @param {*} previous
       * @param {string} invalidArgumentMessage
       * @private
       */
      _callParseArg(target, value, previous, invalidArgumentMessage) {
        try {
          return target.parseArg(value, previous);
        } catch (err) {
          if (err.code === "commander.invalidArgument") {
            const message = `${invalidArgumentMessage} ${err.message}`;
            this.error(message, { exitCode: err.exitCode, code: err.code });
          }
          throw err;
        }
      }
      /**
       * Check for option flag conflicts.
       * Register option if no conflicts found, or throw on conflict.
       *
       * @param {Option} option
       * @private
       */
      _registerOption(option) {
        const matchingOption = option.short && this._findOption(option.short) || option.long && this._findOption(option.long);
        if (matchingOption) {
          const matchingFlag = option.long && this._findOption(option.long) ? option.long : option.short;
          throw new Error(`Cannot add option '${option.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
        }
        this._initOptionGroup(option);
        this.options.push(option);
      }
      /**
       * Check for command name and alias conflicts with existing commands.
       * Register command if no conflicts found, or throw on conflict.
       *
       * @param {Command} command
       * @private
       */
      _registerCommand(command2) {
        const knownBy = (cmd) => {
          return [cmd.name()].concat(cmd.aliases());
        };
        const alreadyUsed = knownBy(command2).find(
          (name2) => this._findCommand(name2)
        );
        if (alreadyUsed) {
          const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
          const newCmd = knownBy(command2).join("|");
          throw new Error(
            `cannot add command '${newCmd}' as already have command '${existingCmd}'`
          );
        }
        this._initCommandGroup(command2);
        this.commands.push(command2);
      }
      /**
       * Add an option.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addOption(option) {
        this._registerOption(option);
        const oname = option.name();
        const name2 = option.attributeName();
        if (option.negate) {
          const positiveLongFlag = option.long.replace(/^--no-/, "--");
          if (!this._findOption(positiveLongFlag)) {
            this.setOptionValueWithSource(
              name2,
              option.defaultValue === void 0 ? true : option.defaultValue,
              "default"
            );
          }
        } else if (option.defaultValue !== void 0) {
          this.setOptionValueWithSource(name2, option.defaultValue, "default");
        }
        const handleOptionValue = (val, invalidValueMessage, valueSource) => {
          if (val == null && option.presetArg !== void 0) {
            val = option.presetArg;
          }
          const oldValue = this.getOptionValue(name2);
          if (val !== null && option.parseArg) {
            val = this._callParseArg(option, val, oldValue, invalidValueMessage);
          } else if (val !== null && option.variadic) {
            val = option._collectValue(val, oldValue);
          }
          if (val == null) {
            if (option.negate) {
              val = false;
            } else if (option.isBoolean() || option.optional) {
              val = true;
            } else {
              val = "";
            }
          }
          this.setOptionValueWithSource(name2, val, valueSource);
        };
        this.on("option:" + oname, (val) => {
          const invalidValueMessage = `error: option '${option.flags}' argument '${val}' is invalid.`;
          handleOptionValue(val, invalidValueMessage, "cli");
        });
        if (option.envVar) {
          this.on("optionEnv:" + oname, (val) => {
            const invalidValueMessage = `error: option '${option.flags}' value '${val}' from env '${option.envVar}' is invalid.`;
            handleOptionValue(val, invalidValueMessage, "env");
          });
        }
        return this;
      }
      /**
       * Internal implementation shared by .option() and .requiredOption()
       *
       * @return {Command} `this` command for chaining
       * @private
       */
      _optionEx(config, flags, description3, fn, defaultValue) {
        if (typeof flags === "object" && flags instanceof Option2) {
          throw new Error(
            "To add an Option object use addOption() instead of option() or requiredOption()"
          );
        }
        const option = this.createOption(flags, description3);
        option.makeOptionMandatory(!!config.mandatory);
        if (typeof fn === "function") {
          option.default(defaultValue).argParser(fn);
        } else if (fn instanceof RegExp) {
          const regex2 = fn;
          fn = (val, def) => {
            const m = regex2.exec(val);
            return m ? m[0] : def;
          };
          option.default(defaultValue).argParser(fn);
        } else {
          option.default(fn);
        }
        return this.addOption(option);
      }
      /**
       * Define option with `flags`, `description`, and optional argument parsing function or `defaultValue` or both.
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space. A required
       * option-argument is indicated by `<>` and an optional option-argument by `[]`.
       *
       * See the README for more details, and see also addOption() and requiredOption().
       *
       * @example
       * program
       *     .option('-p, --pepper', 'add pepper')
       *     .option('--pt, --pizza-type <TYPE>', 'type of pizza') // required option-argument
       *     .option('-c, --cheese [CHEESE]', 'add extra cheese', 'mozzarella') // optional option-argument with default
       *     .option('-t, --tip <VALUE>', 'add tip to purchase cost', parseFloat) // custom parse function
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      option(flags, description3, parseArg, defaultValue) {
        return this._optionEx({}, flags, description3, parseArg, defaultValue);
      }
      /**
       * Add a required option which must have a value after parsing. This usually means
       * the option must be specified on the command line. (Otherwise the same as .option().)
       *
       * The `flags` string contains the short and/or long flags, separated by comma, a pipe or space.
       *
       * @param {string} flags
       * @param {string} [description]
       * @param {(Function|*)} [parseArg] - custom option processing function or default value
       * @param {*} [defaultValue]
       * @return {Command} `this` command for chaining
       */
      requiredOption(flags, description3, parseArg, defaultValue) {
        return this._optionEx(
          { mandatory: true },
          flags,
          description3,
          parseArg,
          defaultValue
        );
      }
      /**
       * Alter parsing of short flags with optional values.
       *
       * @example
       * // for `.option('-f,--flag [value]'):
       * program.combineFlagAndOptionalValue(true);  // `-f80` is treated like `--flag=80`, this is the default behaviour
       * program.combineFlagAndOptionalValue(false) // `-fb` is treated like `-f -b`
       *
       * @param {boolean} [combine] - if `true` or omitted, an optional value can be specified directly after the flag.
       * @return {Command} `this` command for chaining
       */
      combineFlagAndOptionalValue(combine = true) {
        this._combineFlagAndOptionalValue = !!combine;
        return this;
      }
      /**
       * Allow unknown options on the command line.
       *
       * @param {boolean} [allowUnknown] - if `true` or omitted, no error will be thrown for unknown options.
       * @return {Command} `this` command for chaining
       */
      allowUnknownOption(allowUnknown = true) {
        this._allowUnknownOption = !!allowUnknown;
        return this;
      }
      /**
       * Allow excess command-arguments on the command line. Pass false to make excess arguments an error.
       *
       * @param {boolean} [allowExcess] - if `true` or omitted, no error will be thrown for excess arguments.
       * @return {Command} `this` command for chaining
       */
      allowExcessArguments(allowExcess = true) {
        this._allowExcessArguments = !!allowExcess;
        return this;
      }
      /**
       * Enable positional options. Positional means global options are specified before subcommands which lets
       * subcommands reuse the same option names, and also enables subcommands to turn on passThroughOptions.
       * The default behaviour is non-positional and global options may appear anywhere on the command line.
       *
       * @param {boolean} [positional]
       * @return {Command} `this` command for chaining
       */
      enablePositionalOptions(positional = true) {
        this._enablePositionalOptions = !!positional;
        return this;
      }
      /**
       * Pass through options that come after command-arguments rather than treat them as command-options,
       * so actual command-options come before command-arguments. Turning this on for a subcommand requires
       * positional options to have been enabled on the program (parent commands).
       * The default behaviour is non-positional and options may appear before or after command-arguments.
       *
       * @param {boolean} [passThrough] for unknown options.
       * @return {Command} `this` command for chaining
       */
      passThroughOptions(passThrough = true) {
        this._passThroughOptions = !!passThrough;
        this._checkForBrokenPassThrough();
        return this;
      }
      /**
       * @private
       */
      _checkForBrokenPassThrough() {
        if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) {
          throw new Error(
            `passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`
          );
        }
      }
      /**
       * Whether to store option values as properties on command object,
       * or store separately (specify false). In both cases the option values can be accessed using .opts().
       *
       * @param {boolean} [storeAsProperties=true]
       * @return {Command} `this` command for chaining
       */
      storeOptionsAsProperties(storeAsProperties = true) {
        if (this.options.length) {
          throw new Error("call .storeOptionsAsProperties() before adding options");
        }
        if (Object.keys(this._optionValues).length) {
          throw new Error(
            "call .storeOptionsAsProperties() before setting option values"
          );
        }
        this._storeOptionsAsProperties = !!storeAsProperties;
        return this;
      }
      /**
       * Retrieve option value.
       *
       * @param {string} key
       * @return {object} value
       */
      getOptionValue(key2) {
        if (this._storeOptionsAsProperties) {
          return this[key2];
        }
        return this._optionValues[key2];
      }
      /**
       * Store option value.
       *
       * @param {string} key
       * @param {object} value
       * @return {Command} `this` command for chaining
       */
      setOptionValue(key2, value) {
        return this.setOptionValueWithSource(key2, value, void 0);
      }
      /**
       * Store option value and where the value came from.
       *
       * @param {string} key
       * @param {object} value
       * @param {string} source - expected values are default/config/env/cli/implied
       * @return {Command} `this` command for chaining
       */
      setOptionValueWithSource(key2, value, source) {
        if (this._storeOptionsAsProperties) {
          this[key2] = value;
        } else {
          this._optionValues[key2] = value;
        }
        this._optionValueSources[key2] = source;
        return this;
      }
      /**
       * Get source of option value.
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSource(key2) {
        return this._optionValueSources[key2];
      }
      /**
       * Get source of option value. See also .optsWithGlobals().
       * Expected values are default | config | env | cli | implied
       *
       * @param {string} key
       * @return {string}
       */
      getOptionValueSourceWithGlobals(key2) {
        let source;
        this._getCommandAndAncestors().forEach((cmd) => {
          if (cmd.getOptionValueSource(key2) !== void 0) {
            source = cmd.getOptionValueSource(key2);
          }
        });
        return source;
      }
      /**
       * Get user arguments from implied or explicit arguments.
       * Side-effects: set _scriptPath if args included script. Used for default program name, and subcommand searches.
       *
       * @private
       */
      _prepareUserArgs(argv, parseOptions) {
        if (argv !== void 0 && !Array.isArray(argv)) {
          throw new Error("first parameter to parse must be array or undefined");
        }
        parseOptions = parseOptions || {};
        if (argv === void 0 && parseOptions.from === void 0) {
          if (process2.versions?.electron) {
            parseOptions.from = "electron";
          }
          const execArgv = process2.execArgv ?? [];
          if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) {
            parseOptions.from = "eval";
          }
        }
        if (argv === void 0) {
          argv = process2.argv;
        }
        this.rawArgs = argv.slice();
        let userArgs;
        switch (parseOptions.from) {
          case void 0:
          case "node":
            this._scriptPath = argv[1];
            userArgs = argv.slice(2);
            break;
          case "electron":
            if (process2.defaultApp) {
              this._scriptPath = argv[1];
              userArgs = argv.slice(2);
            } else {
              userArgs = argv.slice(1);
            }
            break;
          case "user":
            userArgs = argv.slice(0);
            break;
          case "eval":
            userArgs = argv.slice(1);
            break;
          default:
            throw new Error(
              `unexpected parse option { from: '${parseOptions.from}' }`
            );
        }
        if (!this._name && this._scriptPath)
          this.nameFromFilename(this._scriptPath);
        this._name = this._name || "program";
        return userArgs;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Use parseAsync instead of parse if any of your action handlers are async.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * program.parse(); // parse process.argv and auto-detect electron and special node flags
       * program.parse(process.argv); // assume argv[0] is app and argv[1] is script
       * program.parse(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv] - optional, defaults to process.argv
       * @param {object} [parseOptions] - optionally specify style of options with from: node/user/electron
       * @param {string} [parseOptions.from] - where the args are from: 'node', 'user', 'electron'
       * @return {Command} `this` command for chaining
       */
      parse(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        this._parseCommand([], userArgs);
        return this;
      }
      /**
       * Parse `argv`, setting options and invoking commands when defined.
       *
       * Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
       *
       * Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
       * - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
       * - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
       * - `'user'`: just user arguments
       *
       * @example
       * await program.parseAsync(); // parse process.argv and auto-detect electron and special node flags
       * await program.parseAsync(process.argv); // assume argv[0] is app and argv[1] is script
       * await program.parseAsync(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
       *
       * @param {string[]} [argv]
       * @param {object} [parseOptions]
       * @param {string} parseOptions.from - where the args are from: 'node', 'user', 'electron'
       * @return {Promise}
       */
      async parseAsync(argv, parseOptions) {
        this._prepareForParse();
        const userArgs = this._prepareUserArgs(argv, parseOptions);
        await this._parseCommand([], userArgs);
        return this;
      }
      _prepareForParse() {
        if (this._savedState === null) {
          this.saveStateBeforeParse();
        } else {
          this.restoreStateBeforeParse();
        }
      }
      /**
       * Called the first time parse is called to save state and allow a restore before subsequent calls to parse.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state saved.
       */
      saveStateBeforeParse() {
        this._savedState = {
          // name is stable if supplied by author, but may be unspecified for root command and deduced during parsing
          _name: this._name,
          // option values before parse have default values (including false for negated options)
          // shallow clones
          _optionValues: { ...this._optionValues },
          _optionValueSources: { ...this._optionValueSources }
        };
      }
      /**
       * Restore state before parse for calls after the first.
       * Not usually called directly, but available for subclasses to save their custom state.
       *
       * This is called in a lazy way. Only commands used in parsing chain will have state restored.
       */
      restoreStateBeforeParse() {
        if (this._storeOptionsAsProperties)
          throw new Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
        this._name = this._savedState._name;
        this._scriptPath = null;
        this.rawArgs = [];
        this._optionValues = { ...this._savedState._optionValues };
        this._optionValueSources = { ...this._savedState._optionValueSources };
        this.args = [];
        this.processedArgs = [];
      }
      /**
       * Throw if expected executable is missing. Add lots of help for author.
       *
       * @param {string} executableFile
       * @param {string} executableDir
       * @param {string} subcommandName
       */
      _checkForMissingExecutable(executableFile, executableDir, subcommandName) {
        if (fs.existsSync(executableFile)) return;
        const executableDirMessage = executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory";
        const executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDirMessage}`;
        throw new Error(executableMissing);
      }
      /**
       * Execute a sub-command executable.
       *
       * @private
       */
      _executeSubCommand(subcommand, args) {
        args = args.slice();
        let launchWithNode = false;
        const sourceExt = [".js", ".ts", ".tsx", ".mjs", ".cjs"];
        function findFile(baseDir, baseName) {
          const localBin = path.resolve(baseDir, baseName);
          if (fs.existsSync(localBin)) return localBin;
          if (sourceExt.includes(path.extname(baseName))) return void 0;
          const foundExt = sourceExt.find(
            (ext) => fs.existsSync(`${localBin}${ext}`)
          );
          if (foundExt) return `${localBin}${foundExt}`;
          return void 0;
        }
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`;
        let executableDir = this._executableDir || "";
        if (this._scriptPath) {
          let resolvedScriptPath;
          try {
            resolvedScriptPath = fs.realpathSync(this._scriptPath);
          } catch {
            resolvedScriptPath = this._scriptPath;
          }
          executableDir = path.resolve(
            path.dirname(resolvedScriptPath),
            executableDir
          );
        }
        if (executableDir) {
          let localFile = findFile(executableDir, executableFile);
          if (!localFile && !subcommand._executableFile && this._scriptPath) {
            const legacyName = path.basename(
              this._scriptPath,
              path.extname(this._scriptPath)
            );
            if (legacyName !== this._name) {
              localFile = findFile(
                executableDir,
                `${legacyName}-${subcommand._name}`
              );
            }
          }
          executableFile = localFile || executableFile;
        }
        launchWithNode = sourceExt.includes(path.extname(executableFile));
        let proc;
        if (process2.platform !== "win32") {
          if (launchWithNode) {
            args.unshift(executableFile);
            args = incrementNodeInspectorPort(process2.execArgv).concat(args);
            proc = childProcess.spawn(process2.argv[0], args, { stdio: "inherit" });
          } else {
            proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
          }
        } else {
          this._checkForMissingExecutable(
            executableFile,
            executableDir,
            subcommand._name
          );
          args.unshift(executableFile);
          args = incrementNodeInspectorPort(process2.execArgv).concat(args);
          proc = childProcess.spawn(process2.execPath, args, { stdio: "inherit" });
        }
        if (!proc.killed) {
          const signals = ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGINT", "SIGHUP"];
          signals.forEach((signal) => {
            process2.on(signal, () => {
              if (proc.killed === false && proc.exitCode === null) {
                proc.kill(signal);
              }
            });
          });
        }
        const exitCallback = this._exitCallback;
        proc.on("close", (code2) => {
          code2 = code2 ?? 1;
          if (!exitCallback) {
            process2.exit(code2);
          } else {
            exitCallback(
              new CommanderError2(
                code2,
                "commander.executeSubCommandAsync",
                "(close)"
              )
            );
          }
        });
        proc.on("error", (err) => {
          if (err.code === "ENOENT") {
            this._checkForMissingExecutable(
              executableFile,
              executableDir,
              subcommand._name
            );
          } else if (err.code === "EACCES") {
            throw new Error(`'${executableFile}' not executable`);
          }
          if (!exitCallback) {
            process2.exit(1);
          } else {
            const wrappedError = new CommanderError2(
              1,
              "commander.executeSubCommandAsync",
              "(error)"
            );
            wrappedError.nestedError = err;
            exitCallback(wrappedError);
          }
        });
        this.runningCommand = proc;
      }
      /**
       * @private
       */
      _dispatchSubcommand(commandName, operands, unknown2) {
        const subCommand = this._findCommand(commandName);
        if (!subCommand) this.help({ error: true });
        subCommand._prepareForParse();
        let promiseChain;
        promiseChain = this._chainOrCallSubCommandHook(
          promiseChain,
          subCommand,
          "preSubcommand"
        );
        promiseChain = this._chainOrCall(promiseChain, () => {
          if (subCommand._executableHandler) {
            this._executeSubCommand(subCommand, operands.concat(unknown2));
          } else {
            return subCommand._parseCommand(operands, unknown2);
          }
        });
        return promiseChain;
      }
      /**
       * Invoke help directly if possible, or dispatch if necessary.
       * e.g. help foo
       *
       * @private
       */
      _dispatchHelpCommand(subcommandName) {
        if (!subcommandName) {
          this.help();
        }
        const subCommand = this._findCommand(subcommandName);
        if (subCommand && !subCommand._executableHandler) {
          subCommand.help();
        }
        return this._dispatchSubcommand(
          subcommandName,
          [],
          [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]
        );
      }
      /**
       * Check this.args against expected this.registeredArguments.
       *
       * @private
       */
      _checkNumberOfArguments() {
        this.registeredArguments.forEach((arg, i) => {
          if (arg.required && this.args[i] == null) {
            this.missingArgument(arg.name());
          }
        });
        if (this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic) {
          return;
        }
        if (this.args.length > this.registeredArguments.length) {
          this._excessArguments(this.args);
        }
      }
      /**
       * Process this.args using this.registeredArguments and save as this.processedArgs!
       *
       * @private
       */
      _processArguments() {
        const myParseArg = (argument, value, previous) => {
          let parsedValue = value;
          if (value !== null && argument.parseArg) {
            const invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
            parsedValue = this._callParseArg(
              argument,
              value,
              previous,
              invalidValueMessage
            );
          }
          return parsedValue;
        };
        this._checkNumberOfArguments();
        const processedArgs = [];
        this.registeredArguments.forEach((declaredArg, index) => {
          let value = declaredArg.defaultValue;
          if (declaredArg.variadic) {
            if (index < this.args.length) {
              value = this.args.slice(index);
              if (declaredArg.parseArg) {
                value = value.reduce((processed, v) => {
                  return myParseArg(declaredArg, v, processed);
                }, declaredArg.defaultValue);
              }
            } else if (value === void 0) {
              value = [];
            }
          } else if (index < this.args.length) {
            value = this.args[index];
            if (declaredArg.parseArg) {
              value = myParseArg(declaredArg, value, declaredArg.defaultValue);
            }
          }
          processedArgs[index] = value;
        });
        this.processedArgs = processedArgs;
      }
      /**
       * Once we have a promise we chain, but call synchronously until then.
       *
       * @param {(Promise|undefined)} promise
       * @param {Function} fn
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCall(promise, fn) {
        if (promise?.then && typeof promise.then === "function") {
          return promise.then(() => fn());
        }
        return fn();
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallHooks(promise, event) {
        let result = promise;
        const hooks = [];
        this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
          hookedCommand._lifeCycleHooks[event].forEach((callback) => {
            hooks.push({ hookedCommand, callback });
          });
        });
        if (event === "postAction") {
          hooks.reverse();
        }
        hooks.forEach((hookDetail) => {
          result = this._chainOrCall(result, () => {
            return hookDetail.callback(hookDetail.hookedCommand, this);
          });
        });
        return result;
      }
      /**
       *
       * @param {(Promise|undefined)} promise
       * @param {Command} subCommand
       * @param {string} event
       * @return {(Promise|undefined)}
       * @private
       */
      _chainOrCallSubCommandHook(promise, subCommand, event) {
        let result = promise;
        if (this._lifeCycleHooks[event] !== void 0) {
          this._lifeCycleHooks[event].forEach((hook) => {
            result = this._chainOrCall(result, () => {
              return hook(this, subCommand);
            });
          });
        }
        return result;
      }
      /**
       * Process arguments in context of this command.
       * Returns action result, in case it is a promise.
       *
       * @private
       */
      _parseCommand(operands, unknown2) {
        const parsed2 = this.parseOptions(unknown2);
        this._parseOptionsEnv();
        this._parseOptionsImplied();
        operands = operands.concat(parsed2.operands);
        unknown2 = parsed2.unknown;
        this.args = operands.concat(unknown2);
        if (operands && this._findCommand(operands[0])) {
          return this._dispatchSubcommand(operands[0], operands.slice(1), unknown2);
        }
        if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) {
          return this._dispatchHelpCommand(operands[1]);
        }
        if (this._defaultCommandName) {
          this._outputHelpIfRequested(unknown2);
          return this._dispatchSubcommand(
            this._defaultCommandName,
            operands,
            unknown2
          );
        }
        if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName) {
          this.help({ error: true });
        }
        this._outputHelpIfRequested(parsed2.unknown);
        this._checkForMissingMandatoryOptions();
        this._checkForConflictingOptions();
        const checkForUnknownOptions = () => {
          if (parsed2.unknown.length > 0) {
            this.unknownOption(parsed2.unknown[0]);
          }
        };
        const commandEvent = `command:${this.name()}`;
        if (this._actionHandler) {
          checkForUnknownOptions();
          this._processArguments();
          let promiseChain;
          promiseChain = this._chainOrCallHooks(promiseChain, "preAction");
          promiseChain = this._chainOrCall(
            promiseChain,
            () => this._actionHandler(this.processedArgs)
          );
          if (this.parent) {
            promiseChain = this._chainOrCall(promiseChain, () => {
              this.parent.emit(commandEvent, operands, unknown2);
            });
          }
          promiseChain = this._chainOrCallHooks(promiseChain, "postAction");
          return promiseChain;
        }
        if (this.parent?.listenerCount(commandEvent)) {
          checkForUnknownOptions();
          this._processArguments();
          this.parent.emit(commandEvent, operands, unknown2);
        } else if (operands.length) {
          if (this._findCommand("*")) {
            return this._dispatchSubcommand("*", operands, unknown2);
          }
          if (this.listenerCount("command:*")) {
            this.emit("command:*", operands, unknown2);
          } else if (this.commands.length) {
            this.unknownCommand();
          } else {
            checkForUnknownOptions();
            this._processArguments();
          }
        } else if (this.commands.length) {
          checkForUnknownOptions();
          this.help({ error: true });
        } else {
          checkForUnknownOptions();
          this._processArguments();
        }
      }
      /**
       * Find matching command.
       *
       * @private
       * @return {Command | undefined}
       */
      _findCommand(name2) {
        if (!name2) return void 0;
        return this.commands.find(
          (cmd) => cmd._name === name2 || cmd._aliases.includes(name2)
        );
      }
      /**
       * Return an option matching `arg` if any.
       *
       * @param {string} arg
       * @return {Option}
       * @package
       */
      _findOption(arg) {
        return this.options.find((option) => option.is(arg));
      }
      /**
       * Display an error message if a mandatory option does not have a value.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForMissingMandatoryOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd.options.forEach((anOption) => {
            if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0) {
              cmd.missingMandatoryOptionValue(anOption);
            }
          });
        });
      }
      /**
       * Display an error message if conflicting options are used together in this.
       *
       * @private
       */
      _checkForConflictingLocalOptions() {
        const definedNonDefaultOptions = this.options.filter((option) => {
          const optionKey = option.attributeName();
          if (this.getOptionValue(optionKey) === void 0) {
            return false;
          }
          return this.getOptionValueSource(optionKey) !== "default";
        });
        const optionsWithConflicting = definedNonDefaultOptions.filter(
          (option) => option.conflictsWith.length > 0
        );
        optionsWithConflicting.forEach((option) => {
          const conflictingAndDefined = definedNonDefaultOptions.find(
            (defined) => option.conflictsWith.includes(defined.attributeName())
          );
          if (conflictingAndDefined) {
            this._conflictingOption(option, conflictingAndDefined);
          }
        });
      }
      /**
       * Display an error message if conflicting options are used together.
       * Called after checking for help flags in leaf subcommand.
       *
       * @private
       */
      _checkForConflictingOptions() {
        this._getCommandAndAncestors().forEach((cmd) => {
          cmd._checkForConflictingLocalOptions();
        });
      }
      /**
       * Parse options from `argv` removing known options,
       * and return argv split into operands and unknown arguments.
       *
       * Side effects: modifies command by storing options. Does not reset state if called again.
       *
       * Examples:
       *
       *     argv => operands, unknown
       *     --known kkk op => [op], []
       *     op --known kkk => [op], []
       *     sub --unknown uuu op => [sub], [--unknown uuu op]
       *     sub -- --unknown uuu op => [sub --unknown uuu op], []
       *
       * @param {string[]} args
       * @return {{operands: string[], unknown: string[]}}
       */
      parseOptions(args) {
        const operands = [];
        const unknown2 = [];
        let dest = operands;
        function maybeOption(arg) {
          return arg.length > 1 && arg[0] === "-";
        }
        const negativeNumberArg = (arg) => {
          if (!/^-(\d+|\d*\.\d+)(e[+-]?\d+)?$/.test(arg)) return false;
          return !this._getCommandAndAncestors().some(
            (cmd) => cmd.options.map((opt) => opt.short).some((short2) => /^-\d$/.test(short2))
          );
        };
        let activeVariadicOption = null;
        let activeGroup = null;
        let i = 0;
        while (i < args.length || activeGroup) {
          const arg = activeGroup ?? args[i++];
          activeGroup = null;
          if (arg === "--") {
            if (dest === unknown2) dest.push(arg);
            dest.push(...args.slice(i));
            break;
          }
          if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
            this.emit(`option:${activeVariadicOption.name()}`, arg);
            continue;
          }
          activeVariadicOption = null;
          if (maybeOption(arg)) {
            const option = this._findOption(arg);
            if (option) {
              if (option.required) {
                const value = args[i++];
                if (value === void 0) this.optionMissingArgument(option);
                this.emit(`option:${option.name()}`, value);
              } else if (option.optional) {
                let value = null;
                if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i]))) {
                  value = args[i++];
                }
                this.emit(`option:${option.name()}`, value);
              } else {
                this.emit(`option:${option.name()}`);
              }
              activeVariadicOption = option.variadic ? option : null;
              continue;
            }
          }
          if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
            const option = this._findOption(`-${arg[1]}`);
            if (option) {
              if (option.required || option.optional && this._combineFlagAndOptionalValue) {
                this.emit(`option:${option.name()}`, arg.slice(2));
              } else {
                this.emit(`option:${option.name()}`);
                activeGroup = `-${arg.slice(2)}`;
              }
              continue;
            }
          }
          if (/^--[^=]+=/.test(arg)) {
            const index = arg.indexOf("=");
            const option = this._findOption(arg.slice(0, index));
            if (option && (option.required || option.optional)) {
              this.emit(`option:${option.name()}`, arg.slice(index + 1));
              continue;
            }
          }
          if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg))) {
            dest = unknown2;
          }
          if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown2.length === 0) {
            if (this._findCommand(arg)) {
              operands.push(arg);
              unknown2.push(...args.slice(i));
              break;
            } else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
              operands.push(arg, ...args.slice(i));
              break;
            } else if (this._defaultCommandName) {
              unknown2.push(arg, ...args.slice(i));
              break;
            }
          }
          if (this._passThroughOptions) {
            dest.push(arg, ...args.slice(i));
            break;
          }
          dest.push(arg);
        }
        return { operands, unknown: unknown2 };
      }
      /**
       * Return an object containing local option values as key-value pairs.
       *
       * @return {object}
       */
      opts() {
        if (this._storeOptionsAsProperties) {
          const result = {};
          const len = this.options.length;
          for (let i = 0; i < len; i++) {
            const key2 = this.options[i].attributeName();
            result[key2] = key2 === this._versionOptionName ? this._version : this[key2];
          }
          return result;
        }
        return this._optionValues;
      }
      /**
       * Return an object containing merged local and global option values as key-value pairs.
       *
       * @return {object}
       */
      optsWithGlobals() {
        return this._getCommandAndAncestors().reduce(
          (combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()),
          {}
        );
      }
      /**
       * Display error message and exit (or call exitOverride).
       *
       * @param {string} message
       * @param {object} [errorOptions]
       * @param {string} [errorOptions.code] - an id string representing the error
       * @param {number} [errorOptions.exitCode] - used with process.exit
       */
      error(message, errorOptions) {
        this._outputConfiguration.outputError(
          `${message}
`,
          this._outputConfiguration.writeErr
        );
        if (typeof this._showHelpAfterError === "string") {
          this._outputConfiguration.writeErr(`${this._showHelpAfterError}
`);
        } else if (this._showHelpAfterError) {
          this._outputConfiguration.writeErr("\n");
          this.outputHelp({ error: true });
        }
        const config = errorOptions || {};
        const exitCode = config.exitCode || 1;
        const code2 = config.code || "commander.error";
        this._exit(exitCode, code2, message);
      }
      /**
       * Apply any option related environment variables, if option does
       * not have a value from cli or client code.
       *
       * @private
       */
      _parseOptionsEnv() {
        this.options.forEach((option) => {
          if (option.envVar && option.envVar in process2.env) {
            const optionKey = option.attributeName();
            if (this.getOptionValue(optionKey) === void 0 || ["default", "config", "env"].includes(
              this.getOptionValueSource(optionKey)
            )) {
              if (option.required || option.optional) {
                this.emit(`optionEnv:${option.name()}`, process2.env[option.envVar]);
              } else {
                this.emit(`optionEnv:${option.name()}`);
              }
            }
          }
        });
      }
      /**
       * Apply any implied option values, if option is undefined or default value.
       *
       * @private
       */
      _parseOptionsImplied() {
        const dualHelper = new DualOptions(this.options);
        const hasCustomOptionValue = (optionKey) => {
          return this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
        };
        this.options.filter(
          (option) => option.implied !== void 0 && hasCustomOptionValue(option.attributeName()) && dualHelper.valueFromOption(
            this.getOptionValue(option.attributeName()),
            option
          )
        ).forEach((option) => {
          Object.keys(option.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
            this.setOptionValueWithSource(
              impliedKey,
              option.implied[impliedKey],
              "implied"
            );
          });
        });
      }
      /**
       * Argument `name` is missing.
       *
       * @param {string} name
       * @private
       */
      missingArgument(name2) {
        const message = `error: missing required argument '${name2}'`;
        this.error(message, { code: "commander.missingArgument" });
      }
      /**
       * `Option` is missing an argument.
       *
       * @param {Option} option
       * @private
       */
      optionMissingArgument(option) {
        const message = `error: option '${option.flags}' argument missing`;
        this.error(message, { code: "commander.optionMissingArgument" });
      }
      /**
       * `Option` does not have a value, and is a mandatory option.
       *
       * @param {Option} option
       * @private
       */
      missingMandatoryOptionValue(option) {
        const message = `error: required option '${option.flags}' not specified`;
        this.error(message, { code: "commander.missingMandatoryOptionValue" });
      }
      /**
       * `Option` conflicts with another option.
       *
       * @param {Option} option
       * @param {Option} conflictingOption
       * @private
       */
      _conflictingOption(option, conflictingOption) {
        const findBestOptionFromValue = (option2) => {
          const optionKey = option2.attributeName();
          const optionValue = this.getOptionValue(optionKey);
          const negativeOption = this.options.find(
            (target) => target.negate && optionKey === target.attributeName()
          );
          const positiveOption = this.options.find(
            (target) => !target.negate && optionKey === target.attributeName()
          );
          if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === false || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg)) {
            return negativeOption;
          }
          return positiveOption || option2;
        };
        const getErrorMessage = (option2) => {
          const bestOption = findBestOptionFromValue(option2);
          const optionKey = bestOption.attributeName();
          const source = this.getOptionValueSource(optionKey);
          if (source === "env") {
            return `environment variable '${bestOption.envVar}'`;
          }
          return `option '${bestOption.flags}'`;
        };
        const message = `error: ${getErrorMessage(option)} cannot be used with ${getErrorMessage(conflictingOption)}`;
        this.error(message, { code: "commander.conflictingOption" });
      }
      /**
       * Unknown option `flag`.
       *
       * @param {string} flag
       * @private
       */
      unknownOption(flag) {
        if (this._allowUnknownOption) return;
        let suggestion2 = "";
        if (flag.startsWith("--") && this._showSuggestionAfterError) {
          let candidateFlags = [];
          let command2 = this;
          do {
            const moreFlags = command2.createHelp().visibleOptions(command2).filter((option) => option.long).map((option) => option.long);
            candidateFlags = candidateFlags.concat(moreFlags);
            command2 = command2.parent;
          } while (command2 && !command2._enablePositionalOptions);
          suggestion2 = suggestSimilar(flag, candidateFlags);
        }
        const message = `error: unknown option '${flag}'${suggestion2}`;
        this.error(message, { code: "commander.unknownOption" });
      }
      /**
       * Excess arguments, more than expected.
       *
       * @param {string[]} receivedArgs
       * @private
       */
      _excessArguments(receivedArgs) {
        if (this._allowExcessArguments) return;
        const expected2 = this.registeredArguments.length;
        const s = expected2 === 1 ? "" : "s";
        const forSubcommand = this.parent ? ` for '${this.name()}'` : "";
        const message = `error: too many arguments${forSubcommand}. Expected ${expected2} argument${s} but got ${receivedArgs.length}.`;
        this.error(message, { code: "commander.excessArguments" });
      }
      /**
       * Unknown command.
       *
       * @private
       */
      unknownCommand() {
        const unknownName = this.args[0];
        let suggestion2 = "";
        if (this._showSuggestionAfterError) {
          const candidateNames = [];
          this.createHelp().visibleCommands(this).forEach((command2) => {
            candidateNames.push(command2.name());
            if (command2.alias()) candidateNames.push(command2.alias());
          });
          suggestion2 = suggestSimilar(unknownName, candidateNames);
        }
        const message = `error: unknown command '${unknownName}'${suggestion2}`;
        this.error(message, { code: "commander.unknownCommand" });
      }
      /**
       * Get or set the program version.
       *
       * This method auto-registers the "-V, --version" option which will print the version number.
       *
       * You can optionally supply the flags and description to override the defaults.
       *
       * @param {string} [str]
       * @param {string} [flags]
       * @param {string} [description]
       * @return {(this | string | undefined)} `this` command for chaining, or version string if no arguments
       */
      version(str, flags, description3) {
        if (str === void 0) return this._version;
        this._version = str;
        flags = flags || "-V, --version";
        description3 = description3 || "output the version number";
        const versionOption = this.createOption(flags, description3);
        this._versionOptionName = versionOption.attributeName();
        this._registerOption(versionOption);
        this.on("option:" + versionOption.name(), () => {
          this._outputConfiguration.writeOut(`${str}
`);
          this._exit(0, "commander.version", str);
        });
        return this;
      }
      /**
       * Set the description.
       *
       * @param {string} [str]
       * @param {object} [argsDescription]
       * @return {(string|Command)}
       */
      description(str, argsDescription) {
        if (str === void 0 && argsDescription === void 0)
          return this._description;
        this._description = str;
        if (argsDescription) {
          this._argsDescription = argsDescription;
        }
        return this;
      }
      /**
       * Set the summary. Used when listed as subcommand of parent.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      summary(str) {
        if (str === void 0) return this._summary;
        this._summary = str;
        return this;
      }
      /**
       * Set an alias for the command.
       *
       * You may call more than once to add multiple aliases. Only the first alias is shown in the auto-generated help.
       *
       * @param {string} [alias]
       * @return {(string|Command)}
       */
      alias(alias) {
        if (alias === void 0) return this._aliases[0];
        let command2 = this;
        if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) {
          command2 = this.commands[this.commands.length - 1];
        }
        if (alias === command2._name)
          throw new Error("Command alias can't be the same as its name");
        const matchingCommand = this.parent?._findCommand(alias);
        if (matchingCommand) {
          const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
          throw new Error(
            `cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`
          );
        }
        command2._aliases.push(alias);
        return this;
      }
      /**
       * Set aliases for the command.
       *
       * Only the first alias is shown in the auto-generated help.
       *
       * @param {string[]} [aliases]
       * @return {(string[]|Command)}
       */
      aliases(aliases) {
        if (aliases === void 0) return this._aliases;
        aliases.forEach((alias) => this.alias(alias));
        return this;
      }
      /**
       * Set / get the command usage `str`.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      usage(str) {
        if (str === void 0) {
          if (this._usage) return this._usage;
          const args = this.registeredArguments.map((arg) => {
            return humanReadableArgName(arg);
          });
          return [].concat(
            this.options.length || this._helpOption !== null ? "[options]" : [],
            this.commands.length ? "[command]" : [],
            this.registeredArguments.length ? args : []
          ).join(" ");
        }
        this._usage = str;
        return this;
      }
      /**
       * Get or set the name of the command.
       *
       * @param {string} [str]
       * @return {(string|Command)}
       */
      name(str) {
        if (str === void 0) return this._name;
        this._name = str;
        return this;
      }
      /**
       * Set/get the help group heading for this subcommand in parent command's help.
       *
       * @param {string} [heading]
       * @return {Command | string}
       */
      helpGroup(heading) {
        if (heading === void 0) return this._helpGroupHeading ?? "";
        this._helpGroupHeading = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for subcommands added to this command.
       * (This does not override a group set directly on the subcommand using .helpGroup().)
       *
       * @example
       * program.commandsGroup('Development Commands:);
       * program.command('watch')...
       * program.command('lint')...
       * ...
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      commandsGroup(heading) {
        if (heading === void 0) return this._defaultCommandGroup ?? "";
        this._defaultCommandGroup = heading;
        return this;
      }
      /**
       * Set/get the default help group heading for options added to this command.
       * (This does not override a group set directly on the option using .helpGroup().)
       *
       * @example
       * program
       *   .optionsGroup('Development Options:')
       *   .option('-d, --debug', 'output extra debugging')
       *   .option('-p, --profile', 'output profiling information')
       *
       * @param {string} [heading]
       * @returns {Command | string}
       */
      optionsGroup(heading) {
        if (heading === void 0) return this._defaultOptionGroup ?? "";
        this._defaultOptionGroup = heading;
        return this;
      }
      /**
       * @param {Option} option
       * @private
       */
      _initOptionGroup(option) {
        if (this._defaultOptionGroup && !option.helpGroupHeading)
          option.helpGroup(this._defaultOptionGroup);
      }
      /**
       * @param {Command} cmd
       * @private
       */
      _initCommandGroup(cmd) {
        if (this._defaultCommandGroup && !cmd.helpGroup())
          cmd.helpGroup(this._defaultCommandGroup);
      }
      /**
       * Set the name of the command from script filename, such as process.argv[1],
       * or require.main.filename, or __filename.
       *
       * (Used internally and public although not documented in README.)
       *
       * @example
       * program.nameFromFilename(require.main.filename);
       *
       * @param {string} filename
       * @return {Command}
       */
      nameFromFilename(filename) {
        this._name = path.basename(filename, path.extname(filename));
        return this;
      }
      /**
       * Get or set the directory for searching for executable subcommands of this command.
       *
       * @example
       * program.executableDir(__dirname);
       * // or
       * program.executableDir('subcommands');
       *
       * @param {string} [path]
       * @return {(string|null|Command)}
       */
      executableDir(path2) {
        if (path2 === void 0) return this._executableDir;
        this._executableDir = path2;
        return this;
      }
      /**
       * Return program help documentation.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to wrap for stderr instead of stdout
       * @return {string}
       */
      helpInformation(contextOptions) {
        const helper = this.createHelp();
        const context = this._getOutputContext(contextOptions);
        helper.prepareContext({
          error: context.error,
          helpWidth: context.helpWidth,
          outputHasColors: context.hasColors
        });
        const text4 = helper.formatHelp(this, helper);
        if (context.hasColors) return text4;
        return this._outputConfiguration.stripColor(text4);
      }
      /**
       * @typedef HelpContext
       * @type {object}
       * @property {boolean} error
       * @property {number} helpWidth
       * @property {boolean} hasColors
       * @property {function} write - includes stripColor if needed
       *
       * @returns {HelpContext}
       * @private
       */
      _getOutputContext(contextOptions) {
        contextOptions = contextOptions || {};
        const error = !!contextOptions.error;
        let baseWrite;
        let hasColors;
        let helpWidth;
        if (error) {
          baseWrite = (str) => this._outputConfiguration.writeErr(str);
          hasColors = this._outputConfiguration.getErrHasColors();
          helpWidth = this._outputConfiguration.getErrHelpWidth();
        } else {
          baseWrite = (str) => this._outputConfiguration.writeOut(str);
          hasColors = this._outputConfiguration.getOutHasColors();
          helpWidth = this._outputConfiguration.getOutHelpWidth();
        }
        const write4 = (str) => {
          if (!hasColors) str = this._outputConfiguration.stripColor(str);
          return baseWrite(str);
        };
        return { error, write: write4, hasColors, helpWidth };
      }
      /**
       * Output help information for this command.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean } | Function} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      outputHelp(contextOptions) {
        let deprecatedCallback;
        if (typeof contextOptions === "function") {
          deprecatedCallback = contextOptions;
          contextOptions = void 0;
        }
        const outputContext = this._getOutputContext(contextOptions);
        const eventContext = {
          error: outputContext.error,
          write: outputContext.write,
          command: this
        };
        this._getCommandAndAncestors().reverse().forEach((command2) => command2.emit("beforeAllHelp", eventContext));
        this.emit("beforeHelp", eventContext);
        let helpInformation = this.helpInformation({ error: outputContext.error });
        if (deprecatedCallback) {
          helpInformation = deprecatedCallback(helpInformation);
          if (typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation)) {
            throw new Error("outputHelp callback must return a string or a Buffer");
          }
        }
        outputContext.write(helpInformation);
        if (this._getHelpOption()?.long) {
          this.emit(this._getHelpOption().long);
        }
        this.emit("afterHelp", eventContext);
        this._getCommandAndAncestors().forEach(
          (command2) => command2.emit("afterAllHelp", eventContext)
        );
      }
      /**
       * You can pass in flags and a description to customise the built-in help option.
       * Pass in false to disable the built-in help option.
       *
       * @example
       * program.helpOption('-?, --help' 'show help'); // customise
       * program.helpOption(false); // disable
       *
       * @param {(string | boolean)} flags
       * @param {string} [description]
       * @return {Command} `this` command for chaining
       */
      helpOption(flags, description3) {
        if (typeof flags === "boolean") {
          if (flags) {
            if (this._helpOption === null) this._helpOption = void 0;
            if (this._defaultOptionGroup) {
              this._initOptionGroup(this._getHelpOption());
            }
          } else {
            this._helpOption = null;
          }
          return this;
        }
        this._helpOption = this.createOption(
          flags ?? "-h, --help",
          description3 ?? "display help for command"
        );
        if (flags || description3) this._initOptionGroup(this._helpOption);
        return this;
      }
      /**
       * Lazy create help option.
       * Returns null if has been disabled with .helpOption(false).
       *
       * @returns {(Option | null)} the help option
       * @package
       */
      _getHelpOption() {
        if (this._helpOption === void 0) {
          this.helpOption(void 0, void 0);
        }
        return this._helpOption;
      }
      /**
       * Supply your own option to use for the built-in help option.
       * This is an alternative to using helpOption() to customise the flags and description etc.
       *
       * @param {Option} option
       * @return {Command} `this` command for chaining
       */
      addHelpOption(option) {
        this._helpOption = option;
        this._initOptionGroup(option);
        return this;
      }
      /**
       * Output help information and exit.
       *
       * Outputs built-in help, and custom text added using `.addHelpText()`.
       *
       * @param {{ error: boolean }} [contextOptions] - pass {error:true} to write to stderr instead of stdout
       */
      help(contextOptions) {
        this.outputHelp(contextOptions);
        let exitCode = Number(process2.exitCode ?? 0);
        if (exitCode === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error) {
          exitCode = 1;
        }
        this._exit(exitCode, "commander.help", "(outputHelp)");
      }
      /**
       * // Do a little typing to coordinate emit and listener for the help text events.
       * @typedef HelpTextEventContext
       * @type {object}
       * @property {boolean} error
       * @property {Command} command
       * @property {function} write
       */
      /**
       * Add additional text to be displayed with the built-in help.
       *
       * Position is 'before' or 'after' to affect just this command,
       * and 'beforeAll' or 'afterAll' to affect this command and all its subcommands.
       *
       * @param {string} position - before or after built-in help
       * @param {(string | Function)} text - string to add, or a function returning a string
       * @return {Command} `this` command for chaining
       */
      addHelpText(position, text4) {
        const allowedValues = ["beforeAll", "before", "after", "afterAll"];
        if (!allowedValues.includes(position)) {
          throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
        }
        const helpEvent = `${position}Help`;
        this.on(helpEvent, (context) => {
          let helpStr;
          if (typeof text4 === "function") {
            helpStr = text4({ error: context.error, command: context.command });
          } else {
            helpStr = text4;
          }
          if (helpStr) {
            context.write(`${helpStr}
`);
          }
        });
        return this;
      }
      /**
       * Output help information if help flags specified
       *
       * @param {Array} args - array of options to search for help flags
       * @private
       */
      _outputHelpIfRequested(args) {
        const helpOption = this._getHelpOption();
        const helpRequested = helpOption && args.find((arg) => helpOption.is(arg));
        if (helpRequested) {
          this.outputHelp();
          this._exit(0, "commander.helpDisplayed", "(outputHelp)");
        }
      }
    };
    function incrementNodeInspectorPort(args) {
      return args.map((arg) => {
        if (!arg.startsWith("--inspect")) {
          return arg;
        }
        let debugOption;
        let debugHost = "127.0.0.1";
        let debugPort = "9229";
        let match;
        if ((match = arg.match(/^(--inspect(-brk)?)$/)) !== null) {
          debugOption = match[1];
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+)$/)) !== null) {
          debugOption = match[1];
          if (/^\d+$/.test(match[3])) {
            debugPort = match[3];
          } else {
            debugHost = match[3];
          }
        } else if ((match = arg.match(/^(--inspect(-brk|-port)?)=([^:]+):(\d+)$/)) !== null) {
          debugOption = match[1];
          debugHost = match[3];
          debugPort = match[4];
        }
        if (debugOption && debugPort !== "0") {
          return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
        }
        return arg;
      });
    }
    function useColor() {
      if (process2.env.NO_COLOR || process2.env.FORCE_COLOR === "0" || process2.env.FORCE_COLOR === "false")
        return false;
      if (process2.env.FORCE_COLOR || process2.env.CLICOLOR_FORCE !== void 0)
        return true;
      return void 0;
    }
    exports2.Command = Command2;
    exports2.useColor = useColor;
  }
});

// node_modules/commander/index.js
var require_commander = __commonJS({
  "node_modules/commander/index.js"(exports2) {
    var { Argument: Argument2 } = require_argument();
    var { Command: Command2 } = require_command();
    var { CommanderError: CommanderError2, InvalidArgumentError: InvalidArgumentError2 } = require_error();
    var { Help: Help2 } = require_help();
    var { Option: Option2 } = require_option();
    exports2.program = new Command2();
    exports2.createCommand = (name2) => new Command2(name2);
    exports2.createOption = (flags, description3) => new Option2(flags, description3);
    exports2.createArgument = (name2, description3) => new Argument2(name2, description3);
    exports2.Command = Command2;
    exports2.Option = Option2;
    exports2.Argument = Argument2;
    exports2.Help = Help2;
    exports2.CommanderError = CommanderError2;
    exports2.InvalidArgumentError = InvalidArgumentError2;
    exports2.InvalidOptionArgumentError = InvalidArgumentError2;
  }
});

// src/declare/inline-inputs.ts
var inlineInputs;
var init_inline_inputs = __esm({
  "src/declare/inline-inputs.ts"() {
    "use strict";
    inlineInputs = {
      namespace: {
        description: "Inline: Vault namespace of the mount, relative to `vault_namespace`, without leading or trailing slash."
      },
      path: { description: "Inline: where the keymgmt engine is mounted.", default: "keymgmt" },
      create_mount: {
        description: "Inline: `true` enables the keymgmt engine at `path` when nothing is mounted there.",
        type: "boolean",
        default: "false"
      },
      name: { description: "Inline: name of the KMS provider; its id is `{path}/kms/{name}`. Immutable." },
      key_collection: { description: "Inline: AWS region of the provider, such as `us-west-2`. Immutable." },
      credentials: {
        description: "Inline: AWS credentials for Vault, as a YAML or JSON map with `access_key`, `secret_key` and optionally `session_token`, `endpoint`. Left out: Vault keeps its credentials, or uses its own AWS credential chain. Excludes `access_key` and `secret_key`.",
        secret: "structured"
      },
      access_key: { description: "Inline: AWS access key id; requires `secret_key`.", secret: "text" },
      secret_key: { description: "Inline: AWS secret access key; requires `access_key`.", secret: "text" },
      keys: {
        description: "Inline: keys to create and distribute, as a YAML list: a name, or a map with `name`, `type`, `purpose`, `protection`, `deletion_allowed`, `min_enabled_version`, `replica_regions`, `rotate_after`, `retire_after`."
      }
    };
  }
});

// src/model/problem.ts
function inputLocation(input) {
  return { file: null, input, line: null, column: null };
}
function showLocation({ file, input, line: line2, column }) {
  if (file !== null) return [file, line2, column].filter((part) => part !== null).join(":");
  return line2 === null ? `input ${input}` : `input ${input}, line ${line2}, column ${column}`;
}
function showProblem({ at, source, message, remedy: remedy2 }) {
  return `${showLocation(source)}: ${at === "" ? "" : `${at}: `}${withRemedy({ message, remedy: remedy2 })}`;
}
function withRemedy({
  message,
  remedy: remedy2
}) {
  if (remedy2 === "") return message;
  return /[.!?:\n]$/.test(message) ? `${message} ${remedy2}` : `${message}. ${remedy2}`;
}
var init_problem = __esm({
  "src/model/problem.ts"() {
    "use strict";
  }
});

// src/model/errors.ts
var RunError, mostShown, InvalidInput;
var init_errors = __esm({
  "src/model/errors.ts"() {
    "use strict";
    init_problem();
    RunError = class extends Error {
      name = "RunError";
      /** Stable and machine-readable, such as `permission_denied`; `docs/troubleshooting.md` lists them. */
      code;
      remedy;
      constructor(code2, message, remedy2, options) {
        super(message, options);
        this.code = code2;
        this.remedy = remedy2;
      }
    };
    mostShown = 100;
    InvalidInput = class extends RunError {
      name = "InvalidInput";
      problems;
      /** @param problems at least one */
      constructor(problems) {
        const shown5 = problems.slice(0, mostShown).map(showProblem);
        const rest = problems.length - shown5.length;
        super(
          "invalid_input",
          [...shown5, ...rest === 0 ? [] : [`… and ${rest} more problems.`]].join("\n"),
          ""
        );
        this.problems = problems;
      }
    };
  }
});

// src/model/secret.ts
var hidden, Secret;
var init_secret = __esm({
  "src/model/secret.ts"() {
    "use strict";
    hidden = "[secret]";
    Secret = class {
      #text;
      constructor(text4) {
        this.#text = text4;
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
  }
});

// src/model/partitions.ts
function partitionOf(region2) {
  return partitions.find((partition) => partition.regions.includes(region2)) ?? partitions.find(({ region_pattern }) => region_pattern.test(region2)) ?? partitions[0];
}
function isAwsHost(hostname) {
  return partitions.some(
    ({ dns_suffix, dual_stack_suffix }) => [dns_suffix, dual_stack_suffix].some((suffix) => hostname.endsWith(`.${suffix}`))
  );
}
var partitions, regions, regionGrammar;
var init_partitions = __esm({
  "src/model/partitions.ts"() {
    "use strict";
    partitions = [
      {
        id: "aws",
        dns_suffix: "amazonaws.com",
        dual_stack_suffix: "api.aws",
        region_pattern: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
        regions: [
          "af-south-1",
          "ap-east-1",
          "ap-east-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "ap-south-1",
          "ap-south-2",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-southeast-3",
          "ap-southeast-4",
          "ap-southeast-5",
          "ap-southeast-6",
          "ap-southeast-7",
          "ca-central-1",
          "ca-west-1",
          "eu-central-1",
          "eu-central-2",
          "eu-north-1",
          "eu-south-1",
          "eu-south-2",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "il-central-1",
          "me-central-1",
          "me-south-1",
          "me-west-1",
          "mx-central-1",
          "sa-east-1",
          "sa-west-1",
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2"
        ]
      },
      {
        id: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_suffix: "api.amazonwebservices.com.cn",
        region_pattern: /^cn-\w+-\d+$/,
        regions: ["cn-north-1", "cn-northwest-1"]
      },
      {
        id: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        dual_stack_suffix: "api.amazonwebservices.eu",
        region_pattern: /^eusc-(de)-\w+-\d+$/,
        regions: ["eusc-de-east-1"]
      },
      {
        id: "aws-iso",
        dns_suffix: "c2s.ic.gov",
        dual_stack_suffix: "api.aws.ic.gov",
        region_pattern: /^us-iso-\w+-\d+$/,
        regions: ["us-iso-east-1", "us-iso-west-1"]
      },
      {
        id: "aws-iso-b",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_suffix: "api.aws.scloud",
        region_pattern: /^us-isob-\w+-\d+$/,
        regions: ["us-isob-east-1", "us-isob-west-1"]
      },
      {
        id: "aws-iso-e",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_suffix: "api.cloud-aws.adc-e.uk",
        region_pattern: /^eu-isoe-\w+-\d+$/,
        regions: ["eu-isoe-west-1"]
      },
      {
        id: "aws-iso-f",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_suffix: "api.aws.hci.ic.gov",
        region_pattern: /^us-isof-\w+-\d+$/,
        regions: ["us-isof-east-1", "us-isof-south-1"]
      },
      {
        id: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        dual_stack_suffix: "api.aws",
        region_pattern: /^us-gov-\w+-\d+$/,
        regions: ["us-gov-east-1", "us-gov-west-1"]
      }
    ];
    regions = partitions.flatMap((partition) => partition.regions).sort();
    regionGrammar = /^([a-z]{2}|eusc)(-(gov|iso[a-z]?|[a-z]{2}))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9][0-9]?$/;
  }
});

// node_modules/hpagent/index.js
var require_hpagent = __commonJS({
  "node_modules/hpagent/index.js"(exports2, module2) {
    "use strict";
    var https = require("https");
    var http = require("http");
    var { URL: URL2 } = require("url");
    var HttpProxyAgent2 = class extends http.Agent {
      constructor(options) {
        const { proxy: proxy2, proxyRequestOptions, ...opts } = options;
        super(opts);
        this.proxy = typeof proxy2 === "string" ? new URL2(proxy2) : proxy2;
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
          const base642 = Buffer.from(`${decodeURIComponent(this.proxy.username || "")}:${decodeURIComponent(this.proxy.password || "")}`).toString("base64");
          requestOptions.headers["proxy-authorization"] = `Basic ${base642}`;
        }
        if (this.proxy.protocol === "https:") {
          requestOptions.servername = this.proxy.hostname;
        }
        const request = (this.proxy.protocol === "http:" ? http : https).request(requestOptions);
        request.once("connect", (response, socket, head2) => {
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
        const { proxy: proxy2, proxyRequestOptions, ...opts } = options;
        super(opts);
        this.proxy = typeof proxy2 === "string" ? new URL2(proxy2) : proxy2;
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
          const base642 = Buffer.from(`${decodeURIComponent(this.proxy.username || "")}:${decodeURIComponent(this.proxy.password || "")}`).toString("base64");
          requestOptions.headers["proxy-authorization"] = `Basic ${base642}`;
        }
        if (this.proxy.protocol === "https:") {
          requestOptions.servername = this.proxy.hostname;
        }
        const request = (this.proxy.protocol === "http:" ? http : https).request(requestOptions);
        request.once("connect", (response, socket, head2) => {
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

// node_modules/hpagent/index.mjs
var import_index2, HttpProxyAgent, HttpsProxyAgent;
var init_hpagent = __esm({
  "node_modules/hpagent/index.mjs"() {
    import_index2 = __toESM(require_hpagent(), 1);
    HttpProxyAgent = import_index2.default.HttpProxyAgent;
    HttpsProxyAgent = import_index2.default.HttpsProxyAgent;
  }
});

// src/effects/no-proxy.ts
function isExcluded(target, list4) {
  const host = withoutTrailingDot(target.hostname.replace(/^\[|\]$/g, ""));
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return list4.toLowerCase().split(/[\s,]+/).filter((entry) => entry !== "").some((entry) => entry === "*" || excludes(entry, host, port));
}
function excludes(entry, host, port) {
  const range = /^\[?(?<base>[^\]/]+)\]?\/(?<bits>\d{1,3})$/.exec(entry)?.groups;
  if (range !== void 0) return isInRange(host, range["base"], Number(range["bits"]));
  const { name: name2 = entry, only = port } = (bracketed.exec(entry) ?? named.exec(entry))?.groups ?? {};
  if (only !== port) return false;
  if ((0, import_node_net.isIP)(host) !== 0) return isInRange(host, name2, (0, import_node_net.isIP)(name2) === 4 ? 32 : 128);
  const domain = withoutTrailingDot(name2);
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}
function isInRange(host, base, bits) {
  const family = (0, import_node_net.isIP)(base);
  if (family === 0 || (0, import_node_net.isIP)(host) === 0 || bits > (family === 4 ? 32 : 128)) return false;
  const range = new import_node_net.BlockList();
  range.addSubnet(base, bits, family === 4 ? "ipv4" : "ipv6");
  return range.check(host, (0, import_node_net.isIP)(host) === 4 ? "ipv4" : "ipv6");
}
function withoutTrailingDot(name2) {
  return name2.replace(/\.$/, "");
}
var import_node_net, bracketed, named;
var init_no_proxy = __esm({
  "src/effects/no-proxy.ts"() {
    "use strict";
    import_node_net = require("node:net");
    bracketed = /^\[(?<name>[^\]]+)\](?::(?<only>\d+))?$/;
    named = /^\*?\.?(?<name>[^:]+)(?::(?<only>\d+))?$/;
  }
});

// src/effects/proxy.ts
function proxyFor(target, env) {
  const scheme = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const found2 = variable(scheme, env);
  if (found2 === "" || isExcluded(target, variable("no_proxy", env))) return null;
  const text4 = found2.includes("://") ? found2 : `http://${found2}`;
  const proxy2 = URL.canParse(text4) ? new URL(text4) : null;
  if (proxy2 !== null && /^https?:$/.test(proxy2.protocol)) return proxy2;
  throw new RunError(
    "invalid_proxy",
    `${scheme.toUpperCase()} is not an http or https URL`,
    "Write it as http://host:port or http://user:password@host:port, with special characters percent-encoded."
  );
}
function proxyAuthorization(proxy2) {
  if (proxy2.username === "" && proxy2.password === "") return null;
  const credentials2 = [proxy2.username, proxy2.password].map(percentDecoded).join(":");
  return `Basic ${Buffer.from(credentials2).toString("base64")}`;
}
function proxyError({ host }, error) {
  return Object.assign(
    new Error(`the proxy ${host} cannot be reached: ${messageOf(error)}`, { cause: error }),
    {
      code: `${proxyErrorPrefix}${error.code ?? "ERROR"}`
    }
  );
}
function messageOf(error) {
  const { errors } = error;
  return error.message === "" && Array.isArray(errors) ? String(errors[0].message) : error.message;
}
function percentDecoded(text4) {
  try {
    return decodeURIComponent(text4);
  } catch {
    return text4;
  }
}
function variable(name2, env) {
  return (env[name2] || env[name2.toUpperCase()] || "").trim();
}
var proxyErrorPrefix;
var init_proxy = __esm({
  "src/effects/proxy.ts"() {
    "use strict";
    init_errors();
    init_no_proxy();
    proxyErrorPrefix = "PROXY_";
  }
});

// src/effects/proxy-agents.ts
function agentsFor(url, env, settings = {}) {
  const proxy2 = proxyFor(url, env);
  const options = { ...keepAlive, ...settings };
  if (proxy2 === null) return { httpAgent: new import_node_http.Agent(options), httpsAgent: new import_node_https.Agent(options) };
  const proxied = { ...options, ...throughProxy(proxy2) };
  return { httpAgent: new HttpProxy(proxied), httpsAgent: new HttpsProxy(proxied) };
}
function throughProxy(proxy2) {
  const authorization = proxyAuthorization(proxy2);
  const bare = new URL(proxy2);
  bare.username = "";
  bare.password = "";
  const headers = authorization === null ? {} : { "proxy-authorization": authorization };
  return { proxy: bare, proxyRequestOptions: { headers } };
}
function withoutTimeout(options) {
  return { ...options, timeout: void 0 };
}
function namingProxy(agent, callback) {
  const { proxy: proxy2 } = agent;
  return callback && ((error, socket) => callback(error && fromProxy(proxy2, error), socket));
}
function fromProxy(proxy2, error) {
  const status = /^Bad response: (\d+)$/.exec(error.message)?.[1];
  if (status === void 0) return proxyError(proxy2, error);
  return Object.assign(new Error(`the proxy ${proxy2.host} answered ${status} to CONNECT`), {
    code: `${proxyErrorPrefix}HTTP_${status}`
  });
}
var import_node_http, import_node_https, keepAlive, HttpProxy, HttpsProxy;
var init_proxy_agents = __esm({
  "src/effects/proxy-agents.ts"() {
    "use strict";
    import_node_http = require("node:http");
    import_node_https = require("node:https");
    init_hpagent();
    init_proxy();
    keepAlive = { keepAlive: true, maxSockets: 50 };
    HttpProxy = class extends HttpProxyAgent {
      createConnection(...[options, callback]) {
        return super.createConnection(withoutTimeout(options), namingProxy(this, callback));
      }
    };
    HttpsProxy = class extends HttpsProxyAgent {
      createConnection(...[options, callback]) {
        return super.createConnection(withoutTimeout(options), namingProxy(this, callback));
      }
    };
  }
});

// src/aws/connections.ts
var connections_exports = {};
__export(connections_exports, {
  requestHandlerFor: () => requestHandlerFor,
  urlOf: () => urlOf
});
function requestHandlerFor(requestTimeout, env, pool) {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    async handle(request, options) {
      const url = urlOf(request);
      const name2 = `${url.origin} ${requestTimeout}`;
      const connection = pool.get(name2) ?? open(url, requestTimeout, env);
      pool.set(name2, connection);
      return (await connection).handle(request, options);
    },
    updateHttpClientConfig() {
    },
    httpHandlerConfigs: () => ({})
  };
}
function urlOf({ protocol, hostname, port }) {
  return new URL(`${protocol}//${hostname}${port === void 0 ? "" : `:${port}`}`);
}
async function open(url, requestTimeout, env) {
  const { NodeHttpHandler } = await Promise.resolve().then(() => __toESM(require("./lib/http-handler.cjs"), 1));
  const ca = trustedAuthorities(env);
  return new NodeHttpHandler({
    ...agentsFor(url, env, ca === void 0 ? {} : { ca }),
    connectionTimeout: 5e3,
    requestTimeout,
    throwOnRequestTimeout: true
  });
}
function trustedAuthorities(env) {
  const path = env["AWS_CA_BUNDLE"];
  if (!path) return void 0;
  const extra = env["NODE_EXTRA_CA_CERTS"];
  return [...import_node_tls.rootCertificates, ...extra ? [read(extra) ?? ""] : [], readBundle(path)];
}
function readBundle(path) {
  const text4 = read(path);
  if (text4?.includes("-----BEGIN CERTIFICATE-----")) return text4;
  throw Object.assign(
    new Error(
      `AWS_CA_BUNDLE names ${path}, which ${text4 === null ? "cannot be read" : "holds no certificate"}`
    ),
    { code: "CA_BUNDLE_UNREADABLE" }
  );
}
function read(path) {
  try {
    return (0, import_node_fs.readFileSync)(path, "utf8");
  } catch {
    return null;
  }
}
var import_node_fs, import_node_tls;
var init_connections = __esm({
  "src/aws/connections.ts"() {
    "use strict";
    import_node_fs = require("node:fs");
    import_node_tls = require("node:tls");
    init_proxy_agents();
  }
});

// src/effects/read-text-file.ts
function readTextFile(path, limit6) {
  const file = (0, import_node_fs2.openSync)(path, import_node_fs2.constants.O_RDONLY | import_node_fs2.constants.O_NONBLOCK);
  try {
    if (!(0, import_node_fs2.fstatSync)(file).isFile()) throw new UnreadableFile("NOT_REGULAR", "is not a regular file");
    const bytes = Buffer.alloc(limit6 + 1);
    let length = 0;
    for (let read5 = 1; read5 > 0 && length <= limit6; length += read5) {
      read5 = (0, import_node_fs2.readSync)(file, bytes, length, limit6 + 1 - length, null);
    }
    if (length > limit6) throw new UnreadableFile("TOO_LARGE", `is larger than ${limit6} bytes`);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
  } catch (error) {
    if (error.code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    throw new UnreadableFile("NOT_UTF8", "is not UTF-8 text");
  } finally {
    (0, import_node_fs2.closeSync)(file);
  }
}
var import_node_fs2, UnreadableFile;
var init_read_text_file = __esm({
  "src/effects/read-text-file.ts"() {
    "use strict";
    import_node_fs2 = require("node:fs");
    UnreadableFile = class extends Error {
      name = "UnreadableFile";
      code;
      /** @param message the rest of a sentence that begins with the file's name */
      constructor(code2, message) {
        super(message);
        this.code = code2;
      }
    };
  }
});

// src/verify/permissions/kms-actions.ts
function onKey(...keys2) {
  return { resources: ["key"], keys: [...caller, ...keys2] };
}
function onAlias() {
  return { resources: ["alias", "key"], keys: caller };
}
function onNothing(...keys2) {
  return { resources: [], keys: keys2 };
}
function kmsAction(name2) {
  return byName.get(name2.toLowerCase()) ?? null;
}
function spelled(name2) {
  return spelling.get(name2.toLowerCase()) ?? name2;
}
var keyResourceKeys, caller, encryption, attestation, actions, byName, spelling, requestKeys;
var init_kms_actions = __esm({
  "src/verify/permissions/kms-actions.ts"() {
    "use strict";
    keyResourceKeys = [
      "aws:ResourceTag/",
      "kms:KeyOrigin",
      "kms:KeySpec",
      "kms:KeyUsage",
      "kms:MultiRegion",
      "kms:MultiRegionKeyType",
      "kms:ResourceAliases"
    ];
    caller = ["kms:CallerAccount", "kms:ViaService"];
    encryption = ["kms:EncryptionAlgorithm", "kms:EncryptionContext:", "kms:EncryptionContextKeys"];
    attestation = ["kms:RecipientAttestation:"];
    actions = {
      CancelKeyDeletion: onKey(),
      ConnectCustomKeyStore: onNothing("kms:CallerAccount"),
      CreateAlias: onAlias(),
      CreateCustomKeyStore: onNothing("kms:CallerAccount"),
      CreateGrant: onKey(
        "kms:EncryptionContext:",
        "kms:EncryptionContextKeys",
        "kms:GrantConstraintSourceArn",
        "kms:GrantConstraintType",
        "kms:GrantIsForAWSResource",
        "kms:GrantOperations",
        "kms:GranteePrincipal",
        "kms:GranteeServicePrincipal",
        "kms:RetiringPrincipal",
        "kms:RetiringServicePrincipal"
      ),
      CreateKey: onNothing(
        ...caller,
        "aws:RequestTag/",
        "aws:ResourceTag/",
        "aws:TagKeys",
        "kms:BypassPolicyLockoutSafetyCheck",
        "kms:KeyOrigin",
        "kms:KeySpec",
        "kms:KeyUsage",
        "kms:MultiRegion",
        "kms:MultiRegionKeyType"
      ),
      Decapsulate: onKey(...encryption, ...attestation, "kms:RequestAlias"),
      Decrypt: onKey(...encryption, ...attestation, "kms:RequestAlias"),
      DeleteAlias: onAlias(),
      DeleteCustomKeyStore: onNothing("kms:CallerAccount"),
      DeleteImportedKeyMaterial: onKey(),
      DeriveSharedSecret: onKey(...attestation, "kms:KeyAgreementAlgorithm", "kms:RequestAlias"),
      DescribeCustomKeyStores: onNothing("kms:CallerAccount"),
      DescribeKey: onKey("kms:RequestAlias"),
      DisableKey: onKey("kms:TrailingDaysWithoutKeyUsage"),
      DisableKeyRotation: onKey(),
      DisconnectCustomKeyStore: onNothing("kms:CallerAccount"),
      EnableKey: onKey(),
      EnableKeyRotation: onKey("kms:RotationPeriodInDays"),
      Encapsulate: onKey(...encryption, ...attestation, "kms:RequestAlias"),
      Encrypt: onKey(...encryption, "kms:RequestAlias"),
      GenerateDataKey: onKey(...encryption, ...attestation, "kms:RequestAlias"),
      GenerateDataKeyPair: onKey(...encryption, ...attestation, "kms:DataKeyPairSpec", "kms:RequestAlias"),
      GenerateDataKeyPairWithoutPlaintext: onKey(...encryption, "kms:DataKeyPairSpec", "kms:RequestAlias"),
      GenerateDataKeyWithoutPlaintext: onKey(...encryption, "kms:RequestAlias"),
      GenerateMac: onKey("kms:MacAlgorithm", "kms:RequestAlias"),
      GenerateRandom: onNothing(...attestation),
      GetKeyLastUsage: onKey(),
      GetKeyPolicy: onKey(),
      GetKeyRotationStatus: onKey(),
      GetParametersForImport: onKey("kms:WrappingAlgorithm", "kms:WrappingKeySpec"),
      GetPublicKey: onKey("kms:RequestAlias"),
      ImportKeyMaterial: onKey("kms:ExpirationModel", "kms:ValidTo"),
      ListAliases: onNothing(),
      ListGrants: onKey("kms:GrantIsForAWSResource"),
      ListKeyPolicies: onKey(),
      ListKeyRotations: onKey(),
      ListKeys: onNothing(),
      ListResourceTags: onKey(),
      ListRetirableGrants: onNothing(),
      PutKeyPolicy: onKey("kms:BypassPolicyLockoutSafetyCheck"),
      ReEncryptFrom: onKey(...encryption, "kms:ReEncryptOnSameKey", "kms:RequestAlias"),
      ReEncryptTo: onKey(...encryption, "kms:ReEncryptOnSameKey", "kms:RequestAlias"),
      ReplicateKey: onKey("kms:ReplicaRegion"),
      RetireGrant: onKey("kms:EncryptionContext:", "kms:EncryptionContextKeys", "kms:GrantConstraintType"),
      RevokeGrant: onKey("kms:GrantIsForAWSResource"),
      RotateKeyOnDemand: onKey(),
      ScheduleKeyDeletion: onKey("kms:ScheduleKeyDeletionPendingWindowInDays", "kms:TrailingDaysWithoutKeyUsage"),
      Sign: onKey("kms:MessageType", "kms:RequestAlias", "kms:SigningAlgorithm"),
      SynchronizeMultiRegionKey: onKey(),
      TagResource: onKey("aws:RequestTag/", "aws:TagKeys"),
      UntagResource: onKey("aws:TagKeys"),
      UpdateAlias: onAlias(),
      UpdateCustomKeyStore: onNothing("kms:CallerAccount"),
      UpdateKeyDescription: onKey(),
      UpdatePrimaryRegion: onKey("kms:PrimaryRegion"),
      Verify: onKey("kms:MessageType", "kms:RequestAlias", "kms:SigningAlgorithm"),
      VerifyMac: onKey("kms:MacAlgorithm", "kms:RequestAlias")
    };
    byName = new Map(
      Object.entries(actions).map(([name2, action]) => [`kms:${name2.toLowerCase()}`, action])
    );
    spelling = new Map(Object.keys(actions).map((name2) => [`kms:${name2.toLowerCase()}`, `kms:${name2}`]));
    requestKeys = [
      .../* @__PURE__ */ new Set([...keyResourceKeys, ...Object.values(actions).flatMap(({ keys: keys2 }) => keys2)])
    ];
  }
});

// src/verify/permissions/permission-sets.ts
function need(action, needed_for, sets, resources) {
  const in_replicas = /:(CreateKey|GetParametersForImport|ImportKeyMaterial)$/.test(action);
  return { action, needed_for, sets, resources, in_replicas };
}
function permissionNeeds(sets, actions2) {
  const wanted2 = new Set(actions2.map((action) => action.toLowerCase()));
  const known3 = catalogue.filter(
    ({ action, sets: of }) => of.some((set) => sets.includes(set)) || wanted2.has(action.toLowerCase())
  ).map((entry) => ({ ...entry, sets: entry.sets.filter((set) => sets.includes(set)) }));
  const covered = new Set(known3.map(({ action }) => action.toLowerCase()));
  const further = [...new Set(actions2.map(spelled))].filter((action) => !covered.has(action.toLowerCase())).map((action) => need(action, "Asked for by the caller.", [], kindsOf(action)));
  return [...known3, ...further];
}
function kindsOf(action) {
  const resources = kmsAction(action)?.resources ?? ["key"];
  return resources.length === 0 ? ["any"] : resources;
}
var permissionSets, catalogue, missingFromTerraform;
var init_permission_sets = __esm({
  "src/verify/permissions/permission-sets.ts"() {
    "use strict";
    init_kms_actions();
    permissionSets = ["terraform", "vault", "multi_region"];
    catalogue = [
      need("kms:CreateKey", "Creating the KMS key of each version.", ["terraform", "vault"], ["any"]),
      need("kms:DescribeKey", "Reading what a KMS key is.", ["terraform", "multi_region"], ["key"]),
      need("kms:GetPublicKey", "Reading the public key of asymmetric keys.", ["terraform"], ["key"]),
      need(
        "kms:GetParametersForImport",
        "Getting the wrapping key for the import.",
        ["vault"],
        ["new_key", "key"]
      ),
      need("kms:ImportKeyMaterial", "Importing Vault's key material.", ["vault"], ["new_key", "key"]),
      need("kms:EnableKey", "Enabling versions when min_enabled_version is lowered.", ["vault"], ["key"]),
      need("kms:DisableKey", "Disabling versions below min_enabled_version.", ["vault"], ["key"]),
      need("kms:ScheduleKeyDeletion", "Removing a distribution.", ["terraform", "vault"], ["key"]),
      need("kms:ListAliases", "Finding the aliases of distributed keys.", ["terraform", "vault"], ["any"]),
      need("kms:CreateAlias", "Naming a distributed key.", ["terraform", "vault"], ["alias", "new_key", "key"]),
      need("kms:UpdateAlias", "Moving the alias at a rotation.", ["vault"], ["alias", "new_key", "key"]),
      need(
        "kms:DeleteAlias",
        "Removing the alias with the distribution.",
        ["terraform", "vault"],
        ["alias", "key"]
      ),
      need(
        "kms:TagResource",
        "Tagging KMS keys, also while they are created.",
        ["terraform", "vault"],
        ["new_key", "key"]
      ),
      need("kms:UntagResource", "Removing tags from KMS keys.", ["terraform"], ["key"]),
      need("kms:ReplicateKey", "Replicating a multi-region key.", ["multi_region"], ["new_key", "key"])
    ];
    missingFromTerraform = catalogue.filter(({ sets }) => sets.includes("vault") && !sets.includes("terraform")).map(({ action }) => action);
  }
});

// src/version.ts
var version;
var init_version = __esm({
  "src/version.ts"() {
    "use strict";
    version = "0.1.0";
  }
});

// src/inputs/input-spec.ts
function namesOf(specs2) {
  return Object.keys(specs2);
}
var init_input_spec = __esm({
  "src/inputs/input-spec.ts"() {
    "use strict";
  }
});

// src/model/duration.ts
function formatDuration(milliseconds2) {
  const [unit] = ["d", "h", "m"].filter((name2) => milliseconds2 % units[name2] === 0);
  return `${milliseconds2 / units[unit ?? "s"]}${unit ?? "s"}`;
}
function milliseconds(text4) {
  return Number(text4.slice(0, -1)) * units[text4.slice(-1)];
}
var units, durationPattern;
var init_duration = __esm({
  "src/model/duration.ts"() {
    "use strict";
    units = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
    durationPattern = /^[1-9][0-9]{0,8}[smhd]$/;
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
  const run = async (function_, resolve7, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve7(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve7, reject, arguments_) => {
    const queueItem = { reject };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run.bind(void 0, function_, resolve7, arguments_));
    if (activeCount < concurrency4) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve7, reject) => {
    enqueue(function_, resolve7, reject, arguments_);
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

// src/model/id.ts
function mountId({ namespace, path }) {
  return namespace === "" ? path : `${namespace}/${path}`;
}
function providerId(mount2, kms) {
  return `${mountId(mount2)}/kms/${kms}`;
}
function keyId(mount2, key2) {
  return `${mountId(mount2)}/key/${key2}`;
}
function distributionId(mount2, kms, key2) {
  return `${providerId(mount2, kms)}/key/${key2}`;
}
var init_id = __esm({
  "src/model/id.ts"() {
    "use strict";
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
function getSpecificMessage(reference3, lang) {
  return store$1?.get(reference3)?.get(lang);
}
// @__NO_SIDE_EFFECTS__
function _stringify(input) {
  const type = typeof input;
  if (type === "string") return `"${input}"`;
  if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
  if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
  return type;
}
function _addIssue(context, label3, dataset, config$1, other) {
  const input = other && "input" in other ? other.input : dataset.value;
  const expected2 = other?.expected ?? context.expects ?? null;
  const received = other?.received ?? /* @__PURE__ */ _stringify(input);
  const issue = {
    kind: context.kind,
    type: context.type,
    input,
    expected: expected2,
    received,
    message: `Invalid ${label3}: ${expected2 ? `Expected ${expected2} but r` : "R"}eceived ${received}`,
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
function _isValidObjectKey(object$1, key2) {
  return Object.prototype.hasOwnProperty.call(object$1, key2) && key2 !== "__proto__" && key2 !== "prototype" && key2 !== "constructor";
}
// @__NO_SIDE_EFFECTS__
function _joinExpects(values$1, separator) {
  const list4 = [...new Set(values$1)];
  if (list4.length > 1) return `(${list4.join(` ${separator} `)})`;
  return list4[0] ?? "never";
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
function getDotPath(issue) {
  if (issue.path) {
    let key2 = "";
    for (const item of issue.path) if (typeof item.key === "string" || typeof item.key === "number") if (key2) key2 += `.${item.key}`;
    else key2 += item.key;
    else return null;
    return key2;
  }
  return null;
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
function description(description_) {
  return {
    kind: "metadata",
    type: "description",
    reference: description,
    description: description_
  };
}
// @__NO_SIDE_EFFECTS__
function integer(message$1) {
  return {
    kind: "validation",
    type: "integer",
    reference: integer,
    async: false,
    expects: null,
    requirement: Number.isInteger,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "integer", dataset, config$1);
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function maxValue(requirement, message$1) {
  return {
    kind: "validation",
    type: "max_value",
    reference: maxValue,
    async: false,
    expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
      return dataset;
    }
  };
}
// @__NO_SIDE_EFFECTS__
function metadata(metadata_) {
  return {
    kind: "metadata",
    type: "metadata",
    reference: metadata,
    metadata: metadata_
  };
}
// @__NO_SIDE_EFFECTS__
function minValue(requirement, message$1) {
  return {
    kind: "validation",
    type: "min_value",
    reference: minValue,
    async: false,
    expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
    requirement,
    message: message$1,
    "~run"(dataset, config$1) {
      if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
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
function title(title_) {
  return {
    kind: "metadata",
    type: "title",
    reference: title,
    title: title_
  };
}
// @__NO_SIDE_EFFECTS__
function transform(operation) {
  return {
    kind: "transformation",
    type: "transform",
    reference: transform,
    async: false,
    operation,
    "~run"(dataset) {
      dataset.value = this.operation(dataset.value);
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
        for (let key2 = 0; key2 < input.length; key2++) {
          const value$1 = input[key2];
          const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
          if (itemDataset.issues) {
            const pathItem = {
              type: "array",
              origin: "value",
              input,
              key: key2,
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
        for (const key2 in this.entries) {
          const valueSchema = this.entries[key2];
          if (key2 in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            const value$1 = key2 in input ? input[key2] : /* @__PURE__ */ getDefault(valueSchema);
            const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              const pathItem = {
                type: "object",
                origin: "value",
                input,
                key: key2,
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
            dataset.value[key2] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0) dataset.value[key2] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            _addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key2}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key: key2,
                value: input[key2]
              }]
            });
            if (config$1.abortEarly) break;
          }
        }
        if (!dataset.issues || !config$1.abortEarly) {
          for (const key2 in input) if (/* @__PURE__ */ _isValidObjectKey(input, key2) && !Object.prototype.hasOwnProperty.call(this.entries, key2)) dataset.value[key2] = input[key2];
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function nullable(wrapped2, default_) {
  return _standardSchema({
    kind: "schema",
    type: "nullable",
    reference: nullable,
    expects: `(${wrapped2.expects} | null)`,
    async: false,
    wrapped: wrapped2,
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
function nullish(wrapped2, default_) {
  return _standardSchema({
    kind: "schema",
    type: "nullish",
    reference: nullish,
    expects: `(${wrapped2.expects} | null | undefined)`,
    async: false,
    wrapped: wrapped2,
    default: default_,
    "~run"(dataset, config$1) {
      if (dataset.value === null || dataset.value === void 0) {
        if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
        if (dataset.value === null || dataset.value === void 0) {
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
        for (const key2 in this.entries) {
          const valueSchema = this.entries[key2];
          if (key2 in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            const value$1 = key2 in input ? input[key2] : /* @__PURE__ */ getDefault(valueSchema);
            const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              const pathItem = {
                type: "object",
                origin: "value",
                input,
                key: key2,
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
            dataset.value[key2] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0) dataset.value[key2] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            _addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key2}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key: key2,
                value: input[key2]
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
function optional(wrapped2, default_) {
  return _standardSchema({
    kind: "schema",
    type: "optional",
    reference: optional,
    expects: `(${wrapped2.expects} | undefined)`,
    async: false,
    wrapped: wrapped2,
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
function record(key2, value$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "record",
    reference: record,
    expects: "Object",
    async: false,
    key: key2,
    value: value$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
          const entryValue = input[entryKey];
          const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
          if (keyDataset.issues) {
            const pathItem = {
              type: "object",
              origin: "key",
              input,
              key: entryKey,
              value: entryValue
            };
            for (const issue of keyDataset.issues) {
              issue.path = [pathItem];
              dataset.issues?.push(issue);
            }
            if (!dataset.issues) dataset.issues = keyDataset.issues;
            if (config$1.abortEarly) {
              dataset.typed = false;
              break;
            }
          }
          const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
          if (valueDataset.issues) {
            const pathItem = {
              type: "object",
              origin: "value",
              input,
              key: entryKey,
              value: entryValue
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
          if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
          if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
        }
      } else _addIssue(this, "type", dataset, config$1);
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function strictObject(entries$1, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "strict_object",
    reference: strictObject,
    expects: "Object",
    async: false,
    entries: entries$1,
    message: message$1,
    "~run"(dataset, config$1) {
      const input = dataset.value;
      if (input && typeof input === "object") {
        dataset.typed = true;
        dataset.value = {};
        for (const key2 in this.entries) {
          const valueSchema = this.entries[key2];
          if (key2 in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
            const value$1 = key2 in input ? input[key2] : /* @__PURE__ */ getDefault(valueSchema);
            const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
            if (valueDataset.issues) {
              const pathItem = {
                type: "object",
                origin: "value",
                input,
                key: key2,
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
            dataset.value[key2] = valueDataset.value;
          } else if (valueSchema.fallback !== void 0) dataset.value[key2] = /* @__PURE__ */ getFallback(valueSchema);
          else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
            _addIssue(this, "key", dataset, config$1, {
              input: void 0,
              expected: `"${key2}"`,
              path: [{
                type: "object",
                origin: "key",
                input,
                key: key2,
                value: input[key2]
              }]
            });
            if (config$1.abortEarly) break;
          }
        }
        if (!dataset.issues || !config$1.abortEarly) {
          for (const key2 in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key2)) {
            _addIssue(this, "key", dataset, config$1, {
              input: key2,
              expected: "never",
              path: [{
                type: "object",
                origin: "key",
                input,
                key: key2,
                value: input[key2]
              }]
            });
            break;
          }
        }
      } else _addIssue(this, "type", dataset, config$1);
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
function _subIssues(datasets) {
  let issues;
  if (datasets) for (const dataset of datasets) if (issues) for (const issue of dataset.issues) issues.push(issue);
  else issues = dataset.issues;
  return issues;
}
// @__NO_SIDE_EFFECTS__
function union(options, message$1) {
  return _standardSchema({
    kind: "schema",
    type: "union",
    reference: union,
    expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
    async: false,
    options,
    message: message$1,
    "~run"(dataset, config$1) {
      let validDataset;
      let typedDatasets;
      let untypedDatasets;
      for (const schema of this.options) {
        const optionDataset = schema["~run"]({ value: dataset.value }, config$1);
        if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
        else typedDatasets = [optionDataset];
        else {
          validDataset = optionDataset;
          break;
        }
        else if (untypedDatasets) untypedDatasets.push(optionDataset);
        else untypedDatasets = [optionDataset];
      }
      if (validDataset) return validDataset;
      if (typedDatasets) {
        if (typedDatasets.length === 1) return typedDatasets[0];
        _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
        dataset.typed = true;
      } else if (untypedDatasets?.length === 1) return untypedDatasets[0];
      else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
      return dataset;
    }
  });
}
// @__NO_SIDE_EFFECTS__
function unknown() {
  return _standardSchema({
    kind: "schema",
    type: "unknown",
    reference: unknown,
    expects: "unknown",
    async: false,
    "~run"(dataset) {
      dataset.typed = true;
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
var store$4, DEFAULT_CONFIG, store$3, store$2, store$1, EMOJI_REGEX;
var init_dist = __esm({
  "node_modules/valibot/dist/index.mjs"() {
    DEFAULT_CONFIG = {
      lang: void 0,
      message: void 0,
      abortEarly: void 0,
      abortPipeEarly: void 0
    };
    EMOJI_REGEX = new RegExp("^(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation}))*)+$", "u");
  }
});

// src/model/key.ts
function sortPurposes(list4) {
  return [...new Set(list4)].sort();
}
var keyTypes, purposes, protections;
var init_key = __esm({
  "src/model/key.ts"() {
    "use strict";
    keyTypes = [
      "aes256-gcm96",
      "rsa-2048",
      "rsa-3072",
      "rsa-4096",
      "ecdsa-p256",
      "ecdsa-p384",
      "ecdsa-p521"
    ];
    purposes = ["encrypt", "decrypt", "sign", "verify", "wrap", "unwrap"];
    protections = ["hsm", "software"];
  }
});

// src/model/plan.ts
function showValue(value) {
  if (value === null) return "(none)";
  if (typeof value !== "object") return String(value);
  return value.length === 0 ? "(none)" : value.join(", ");
}
var init_plan = __esm({
  "src/model/plan.ts"() {
    "use strict";
  }
});

// src/render/plan-wording.ts
function showChange({ field: field2, from, to: to2 }) {
  return from === null ? `${field2}: ${showValue(to2)}` : `${field2}: ${showValue(from)} → ${showValue(to2)}`;
}
function planHeadline({ steps, refusals, undeclared: undeclared3, in_sync }, command2) {
  if (refusals.length > 0) {
    return `Blocked: ${count(refusals.length, "problem")} must be solved first. Nothing is written.`;
  }
  const refreshes = steps.filter((step2) => step2.op === "refresh_credentials").length;
  const refresh = refreshes === 0 ? "" : ` Credentials of ${count(refreshes, "provider")} are written again.`;
  const others = undeclared3.length === 0 ? "" : ` ${count(undeclared3.length, "undeclared object")} left unchanged.`;
  const nothing2 = nothingToDo[command2 ?? "plan"] ?? "No changes: Vault matches the declaration.";
  if (in_sync) return `${nothing2}${refresh}${others}`;
  const signs3 = steps.filter((step2) => step2.op !== "refresh_credentials").map((step2) => opSigns[step2.op]);
  const of = (sign) => signs3.filter((other) => other === sign).length;
  return `Plan: ${of("+")} to add, ${of("~")} to change, ${of("-")} to remove.${refresh}${others}`;
}
function count(number2, noun) {
  return `${number2} ${noun}${number2 === 1 ? "" : "s"}`;
}
var opWords, opSigns, nothingToDo;
var init_plan_wording = __esm({
  "src/render/plan-wording.ts"() {
    "use strict";
    init_plan();
    opWords = {
      enable_mount: "enable mount",
      create_key: "create key",
      update_key: "update key",
      register_provider: "register KMS provider",
      refresh_credentials: "refresh credentials",
      distribute: "distribute",
      replicate: "replicate",
      rotate: "rotate",
      remove_distribution: "remove from KMS",
      delete_provider: "delete KMS provider"
    };
    opSigns = {
      enable_mount: "+",
      create_key: "+",
      update_key: "~",
      register_provider: "+",
      refresh_credentials: "~",
      distribute: "+",
      replicate: "+",
      rotate: "~",
      remove_distribution: "-",
      delete_provider: "-"
    };
    nothingToDo = {
      rotate: "Nothing to rotate: no key is requested or due.",
      destroy: "Nothing to destroy: no declared provider is registered in Vault."
    };
  }
});

// src/model/report-findings.ts
function findingsOf({ findings: findings2, keys: keys2 }) {
  return [
    ...findings2.map((finding2) => ({ finding: finding2, key: null, version: null })),
    ...keys2.flatMap((key2) => findingsOfKey(key2))
  ];
}
function findingsOfKey(key2) {
  return [
    ...key2.findings.map((finding2) => ({ finding: finding2, key: key2, version: null })),
    ...key2.versions.flatMap((version3) => version3.findings.map((finding2) => ({ finding: finding2, key: key2, version: version3 })))
  ];
}
function keyReportId({ id, kms, name: name2 }) {
  return id ?? `${kms}/key/${name2}`;
}
function permissionId({ region: region2, principal_arn, action }) {
  return `${region2}/${principal_arn ?? "none"}/${action}`;
}
var init_report_findings = __esm({
  "src/model/report-findings.ts"() {
    "use strict";
  }
});

// src/model/report.ts
function worst(statuses) {
  let result = "pass";
  for (const status of statuses) {
    if (status === "fail") return "fail";
    if (status === "indeterminate") result = "indeterminate";
  }
  return result;
}
function isCommand(line2) {
  return /^(aws|vault) [a-z]/.test(line2);
}
function bySeverity(a, b) {
  return rank[a.status] - rank[b.status];
}
var severities, rank;
var init_report = __esm({
  "src/model/report.ts"() {
    "use strict";
    severities = ["informational", "low", "medium", "high", "critical"];
    rank = { fail: 0, indeterminate: 1, pass: 2 };
  }
});

// src/model/permission-remedy.ts
function pasteRemedy(where, statement2) {
  return `${where}: ${JSON.stringify(statement2)}`;
}
function withoutRemedy({
  message,
  remedy: remedy2
}) {
  return remedy2 !== "" && message.endsWith(remedy2) ? message.slice(0, -remedy2.length).trim() : message;
}
function mergeRemedies(remedies3) {
  const merged = /* @__PURE__ */ new Map();
  for (const remedy2 of remedies3) {
    const { where, statement: statement2 } = taken(remedy2);
    const key2 = statement2 === null ? where : `${where} ${JSON.stringify({ ...statement2, Action: null })}`;
    const actions2 = statement2 === null ? [] : [statement2.Action].flat();
    const known3 = merged.get(key2);
    if (known3 === void 0) merged.set(key2, { where, statement: statement2, actions: [...actions2] });
    else known3.actions.push(...actions2);
  }
  return [...merged.values()].map(({ where, statement: statement2, actions: actions2 }) => {
    if (statement2 === null) return where;
    const all = [...new Set(actions2)];
    return `${where}: ${JSON.stringify({ ...statement2, Action: all.length === 1 ? all[0] : all })}`;
  });
}
function taken(remedy2) {
  const [, where, json] = /^(.*?): (\{"Effect":"Allow".*\})$/s.exec(remedy2) ?? [];
  if (where === void 0 || json === void 0) return { where: remedy2, statement: null };
  return { where, statement: JSON.parse(json) };
}
var init_permission_remedy = __esm({
  "src/model/permission-remedy.ts"() {
    "use strict";
  }
});

// src/render/permission-groups.ts
function columnsOf({ kms, region: region2 }) {
  return kms.length > 0 ? kms : [region2];
}
function groupPermissions(permissions2) {
  const groups2 = /* @__PURE__ */ new Map();
  for (const row4 of permissions2) {
    if (row4.decision === "allowed") continue;
    const reason = JSON.stringify([row4.decision, row4.layer, withoutRemedy(row4)]);
    groups2.set(reason, [...groups2.get(reason) ?? [], row4]);
  }
  return [...groups2.values()].map((rows) => ({
    decision: rows[0].decision,
    actions: unique(rows.map(({ action }) => action)),
    where: unique(rows.flatMap(columnsOf)),
    layer: rows[0].layer,
    message: withoutRemedy(rows[0]),
    remedies: mergeRemedies(unique(rows.map(({ remedy: remedy2 }) => remedy2))).filter((remedy2) => remedy2 !== "")
  })).sort((a, b) => Number(a.decision === "indeterminate") - Number(b.decision === "indeterminate"));
}
function unique(list4) {
  return [...new Set(list4)];
}
var init_permission_groups = __esm({
  "src/render/permission-groups.ts"() {
    "use strict";
    init_permission_remedy();
  }
});

// src/verify/expectations.ts
function keySpecOf(type) {
  return specs[type] ?? null;
}
function keyUsageOf(purpose) {
  const signs3 = purpose.some((word) => word === "sign" || word === "verify");
  const encrypts2 = purpose.some((word) => ["encrypt", "decrypt", "wrap", "unwrap"].includes(word));
  if (signs3 === encrypts2) return null;
  return signs3 ? "SIGN_VERIFY" : "ENCRYPT_DECRYPT";
}
function keyStateOf(expectation, version3) {
  return version3 < expectation.min_enabled_version ? "Disabled" : "Enabled";
}
function latestRecorded({ versions: versions2 }) {
  const version3 = Math.max(...Object.keys(versions2).map(Number));
  const key_id = versions2[String(version3)];
  return key_id === void 0 ? null : { version: version3, key_id };
}
function expectationOf(distribution, publicKeys2) {
  const { key: key2, kms, type, purpose, alias, latest_version, min_enabled_version, versions: versions2 } = distribution;
  return {
    name: key2,
    namespace: distribution.namespace,
    path: distribution.path,
    kms,
    type,
    purpose,
    alias,
    latest_version,
    min_enabled_version,
    versions: versions2,
    replica_regions: distribution.replica_regions,
    distribution_time: distribution.distribution_time === "" ? null : distribution.distribution_time,
    public_keys: publicKeys2
  };
}
var specs;
var init_expectations = __esm({
  "src/verify/expectations.ts"() {
    "use strict";
    specs = {
      "aes256-gcm96": "SYMMETRIC_DEFAULT",
      "rsa-2048": "RSA_2048",
      "rsa-3072": "RSA_3072",
      "rsa-4096": "RSA_4096",
      "ecdsa-p256": "ECC_NIST_P256",
      "ecdsa-p384": "ECC_NIST_P384",
      "ecdsa-p521": "ECC_NIST_P521"
    };
  }
});

// src/verify/remedy.ts
function remedyTarget(expectation, region2, key2 = { key_id: latestRecorded(expectation)?.key_id ?? "" }) {
  const { name: name2, kms, alias, type, purpose, path = "keymgmt", namespace = "" } = expectation;
  const at = (rest) => `${namespace === "" ? "" : `-namespace=${shellWord(namespace)} `}${shellWord(`${path}/${rest}`)}`;
  const vault_kind = {
    spec: keySpecOf(type) ?? symmetric.spec,
    usage: keyUsageOf(purpose) ?? symmetric.usage
  };
  return {
    region: shellWord(region2),
    key_id: shellWord(key2.key_id),
    key_arn: shellWord(key2.arn ?? key2.key_id),
    latest_key_id: shellWord(latestRecorded(expectation)?.key_id ?? ""),
    alias: shellWord(alias),
    key_path: at(`key/${name2}`),
    distribution_path: at(`kms/${kms}/key/${name2}`),
    purpose: shellWord(purpose.join(",")),
    kind: { spec: key2.key_spec ?? vault_kind.spec, usage: key2.key_usage ?? vault_kind.usage },
    vault_kind
  };
}
function shellWord(text4) {
  return /^[\w@%+=:,./-]+$/.test(text4) ? text4 : `'${text4.replaceAll("'", "'\\''")}'`;
}
function onKey2(command2, { region: region2, key_id }) {
  return `aws kms ${command2} --region ${region2} --key-id ${key_id}`;
}
function findEvents({ region: region2, key_arn }) {
  return `aws cloudtrail lookup-events --region ${region2} --lookup-attributes AttributeKey=ResourceName,AttributeValue=${key_arn}`;
}
function rotate2({ key_path }) {
  return `vault write -f ${withSuffix(key_path, "/rotate")}`;
}
function replicate({ distribution_path }) {
  return `vault write -f ${withSuffix(distribution_path, "/replicate")}`;
}
function readDistribution3({ distribution_path }) {
  return `vault read ${distribution_path}`;
}
function withSuffix(path, suffix) {
  return path.endsWith("'") ? `${path.slice(0, -1)}${suffix}'` : `${path}${suffix}`;
}
function readKeyPolicy(target) {
  return [`${onKey2("get-key-policy", target)} --policy-name default --query Policy --output text`];
}
function putKeyPolicy(target) {
  return [`${onKey2("put-key-policy", target)} --policy-name default --policy file://policy.json`];
}
var symmetric, placeholders, staysOnRecord;
var init_remedy = __esm({
  "src/verify/remedy.ts"() {
    "use strict";
    init_expectations();
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
function noticeFrom({ id: code2 }, id, message) {
  return { code: code2, id, message };
}
function versionName({ expectation, version: version3 }) {
  return `${expectation.name}@${version3}`;
}
function compareEnum(subject, what, expected2, actual, known3, difference) {
  if (actual === expected2) return pass;
  const name2 = versionName(subject);
  const { arn: arn2 } = subject.key;
  if (actual !== null && known3.includes(actual))
    return fail({ expected: expected2, actual, message: `${name2}: the KMS key ${arn2} ${difference}.` });
  const returned = actual === null ? `no ${what} for the KMS key ${arn2}` : `the ${what} ${actual} for the KMS key ${arn2}, which this version does not know`;
  return indeterminate({
    expected: expected2,
    actual: actual ?? "no value",
    message: `${name2}: KMS returns ${returned}.`,
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

// src/verify/unchecked.ts
var unchecked_exports = {};
__export(unchecked_exports, {
  addUnchecked: () => addUnchecked
});
function addUnchecked(report, { id, mount: mount2, keys: keys2, providers }) {
  const names2 = new Set(keys2);
  return {
    ...report,
    orphans: report.orphans.filter(({ alias }) => alias === null || !names2.has(keyNameIn(alias))),
    notices: [
      ...report.notices,
      ...notice(id, keys2, `Vault also has ${listed(keys2)} on ${id}, undeclared and not checked.`),
      ...notice(
        mount2,
        providers,
        `Vault also has the provider ${listed(providers)} on ${mount2}, undeclared: its keys were not checked, and their aliases are listed as orphans if the region is the same.`
      )
    ]
  };
}
function notice(id, names2, message) {
  return names2.length === 0 ? [] : [noticeFrom(unchecked, id, message)];
}
function listed(names2) {
  const more3 = names2.length - shown;
  return `${names2.slice(0, shown).join(", ")}${more3 > 0 ? ` and ${more3} more` : ""}`;
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

// src/model/evidence.ts
function found(value) {
  return { ok: true, value };
}
function failed2(failure) {
  return { ok: false, failure };
}
function showFailure({ action, code: code2, message }) {
  return `${action}: ${code2}: ${message}`;
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
  const { name: name2, message, code: code2 } = error;
  const codes = [code2, name2].filter((value) => typeof value === "string");
  const known3 = codes.find((value) => causeOfCode(value) !== null);
  return {
    cause: causeOf(error, known3),
    code: known3 ?? codes.at(-1) ?? "UnknownError",
    message: typeof message === "string" && message !== "" ? message : "no further details",
    action,
    ...routes2.get(error)
  };
}
function causeOfCode(code2) {
  return awsCauses[code2] ?? connectionCauses.find(([pattern]) => pattern.test(code2))?.[1] ?? null;
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
  if (!routes2.has(outcome)) routes2.set(outcome, route);
}
function complete(answer, ...fields12) {
  const missing2 = fields12.filter((field2) => answer[field2] === void 0 || answer[field2] === null);
  if (missing2.length === 0) return answer;
  const error = Object.assign(new Error(`the answer lacks ${missing2.join(" and ")}`), {
    name: "IncompleteAnswer"
  });
  const route = routes2.get(answer);
  if (route !== void 0) routes2.set(error, route);
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
var awsCauses, connectionCauses, routes2;
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
    routes2 = /* @__PURE__ */ new WeakMap();
  }
});

// src/aws/clients.ts
function openClients(settings) {
  const made = /* @__PURE__ */ new Map();
  return {
    options: settings.signal === null ? {} : { abortSignal: settings.signal },
    open(service, region2, make) {
      const name2 = `${service} ${region2}`;
      const known3 = made.get(name2);
      if (known3 !== void 0) return known3;
      const client = make(configOf(settings, service, region2));
      pace2(client.middlewareStack, settings);
      made.set(name2, client);
      return client;
    }
  };
}
function endpointFor(service, env) {
  const name2 = variableNames[service] ?? service.toUpperCase();
  return env[`AWS_ENDPOINT_URL_${name2}`] || env["AWS_ENDPOINT_URL"] || null;
}
function configOf(settings, service, region2) {
  const { env, credentials: credentials2, run_id, kms_endpoint, pool } = settings;
  const url = (service === "kms" ? kms_endpoint : null) ?? endpointFor(service, env) ?? standIn(kms_endpoint);
  return {
    region: region2,
    ...url === null ? {} : { endpoint: url },
    ...credentialsOf(credentials2, env),
    maxAttempts: 3,
    customUserAgent: [
      ["vault-keymgmt-aws-kms", version],
      ...run_id === null ? [] : [["run", run_id.replace(/[^\w.-]/g, "-")]]
    ],
    requestHandler: requestHandlerFor(service === "lambda" ? invocationTimeout : usualTimeout, env, pool)
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
  return kmsEndpoint === null || isAwsHost(new URL(kmsEndpoint).hostname) ? null : kmsEndpoint;
}
function pace2(stack, { limiter: limiter2, signal, env }) {
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
  const url = urlOf(request);
  const proxy2 = proxyFor(url, env);
  return { host: url.host, ...proxy2 === null ? {} : { proxy: proxy2.host } };
}
function asError(thrown2) {
  if (thrown2 instanceof Error) return thrown2;
  const { name: name2, message, code: code2 } = thrown2;
  return Object.assign(new Error(message), { name: name2, ...code2 === void 0 ? {} : { code: code2 } });
}
var throttledAttempts, variableNames, usualTimeout, invocationTimeout;
var init_clients = __esm({
  "src/aws/clients.ts"() {
    "use strict";
    init_proxy();
    init_partitions();
    init_version();
    init_aws_failure();
    init_connections();
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
function checkNoPublicAccess(clients, region2, policy) {
  return readEvidence("access-analyzer:CheckNoPublicAccess", async () => {
    const { accessAnalyzerClient, CheckNoPublicAccessCommand } = await Promise.resolve().then(() => __toESM(require("./lib/access-analyzer-client.cjs"), 1));
    const client = accessAnalyzerClient(clients, region2);
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
      ({ description: description3, statementId, statementIndex }) => [statementId ?? (statementIndex === void 0 ? null : `statement ${statementIndex + 1}`), description3].filter((text4) => text4 !== null && text4 !== void 0 && text4 !== "").join(": ")
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
  const name2 = kind === "assumed-role" ? parts[0] ?? "" : parts.at(-1) ?? "";
  return {
    kind: kind === "federated-user" ? "other" : kind,
    partition,
    account_id,
    name: name2
  };
}
function accountOf(arn2) {
  const account2 = arn2.split(":")[4];
  return account2 === void 0 || !/^\d{12}$/.test(account2) ? null : account2;
}
function samePrincipal(caller2, principal) {
  if (caller2 === principal) return true;
  const [a, b] = [parsePrincipal(caller2), parsePrincipal(principal)];
  const isRole = (kind) => kind === "role" || kind === "assumed-role";
  return a !== null && b !== null && isRole(a.kind) && isRole(b.kind) && a.account_id === b.account_id && a.name === b.name;
}
var init_principal = __esm({
  "src/model/principal.ts"() {
    "use strict";
  }
});

// src/aws/cloudtrail.ts
function lookUpCalls(clients, region2, principalArn, action) {
  return readEvidence("cloudtrail:LookupEvents", async () => {
    const attribute = { AttributeKey: "EventName", AttributeValue: action.replace(/^kms:/, "") };
    const events = [];
    for await (const page of pagesOf(clients, region2, attribute)) events.push(...page);
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
function lookUpPolicyChanges(clients, region2, principalArn) {
  return readEvidence("cloudtrail:LookupEvents", async () => {
    const keys2 = {};
    const ofKeys = { AttributeKey: "EventName", AttributeValue: "PutKeyPolicy" };
    for await (const page of pagesOf(clients, region2, ofKeys))
      for (const { eventTime = "", errorCode, resources = [] } of page)
        for (const { ARN = "" } of errorCode === void 0 ? resources : [])
          if (eventTime > (keys2[ARN] ?? "")) keys2[ARN] = eventTime;
    return { keys: keys2, principal: await principalChange(clients, principalArn) };
  });
}
function lookUpKeyCreators(clients, region2) {
  return readEvidence("cloudtrail:LookupEvents", async () => {
    const creators = {};
    const attribute = { AttributeKey: "EventName", AttributeValue: "CreateKey" };
    for await (const page of pagesOf(clients, region2, attribute))
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
async function* pagesOf(clients, region2, attribute) {
  const { cloudTrailClient, LookupEventsCommand } = await Promise.resolve().then(() => __toESM(require("./lib/cloudtrail-client.cjs"), 1));
  const client = cloudTrailClient(clients, region2);
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
    yield complete(answer, "Events").Events.flatMap(({ CloudTrailEvent }) => parse2(CloudTrailEvent));
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
function parse2(text4) {
  try {
    return [JSON.parse(text4 ?? "")];
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
function readResourceTags(clients, region2, keyId2) {
  return readEvidence("kms:ListResourceTags", async () => {
    const { kmsClient, paginateListResourceTags } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
    const client = kmsClient(clients, region2);
    const tags = {};
    for await (const page of paginateListResourceTags({ client }, { KeyId: keyId2 }, clients.options))
      for (const { TagKey, TagValue } of complete(page, "Tags").Tags) tags[TagKey ?? ""] = TagValue ?? "";
    return tags;
  });
}
function readGrants(clients, region2, keyId2) {
  return readEvidence("kms:ListGrants", async () => {
    const { kmsClient, paginateListGrants } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
    const client = kmsClient(clients, region2);
    const grants2 = [];
    for await (const page of paginateListGrants({ client }, { KeyId: keyId2 }, clients.options))
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
function readLastUsage(clients, region2, keyId2) {
  return readEvidence("kms:GetKeyLastUsage", async () => {
    const { kmsClient, GetKeyLastUsageCommand } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
    const client = kmsClient(clients, region2);
    const usage = await client.send(new GetKeyLastUsageCommand({ KeyId: keyId2 }), clients.options);
    const { KeyLastUsage } = usage;
    const { KeyCreationDate, TrackingStartDate } = complete(usage, "KeyCreationDate", "TrackingStartDate");
    return {
      last_used: KeyLastUsage?.Timestamp?.toISOString() ?? null,
      operation: KeyLastUsage?.Operation ?? null,
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
function readPrincipal(clients, region2, kind, name2) {
  return kind === "user" ? readUser(clients, region2, name2) : readRole(clients, region2, name2);
}
function readUser(clients, region2, name2) {
  return readEvidence("iam:GetUser", async () => {
    const { iamClient, GetUserCommand } = await Promise.resolve().then(() => __toESM(require("./lib/iam-client.cjs"), 1));
    const client = iamClient(clients, region2);
    const answer = await client.send(new GetUserCommand({ UserName: name2 }), clients.options);
    const { User } = complete(answer, "User");
    return { arn: User.Arn ?? "", unique_id: User.UserId ?? "", tags: tagsOf(User.Tags) };
  });
}
function readRole(clients, region2, name2) {
  return readEvidence("iam:GetRole", async () => {
    const { iamClient, GetRoleCommand } = await Promise.resolve().then(() => __toESM(require("./lib/iam-client.cjs"), 1));
    const client = iamClient(clients, region2);
    const answer = await client.send(new GetRoleCommand({ RoleName: name2 }), clients.options);
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
function readOrganizationPolicies(clients, region2, accountId) {
  return readEvidence("organizations:DescribePolicy", async () => {
    const { organizationsClient, ListParentsCommand } = await Promise.resolve().then(() => __toESM(require("./lib/organizations-client.cjs"), 1));
    const client = organizationsClient(clients, region2);
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
  const { paginateListPoliciesForTarget, DescribePolicyCommand } = await Promise.resolve().then(() => __toESM(require("./lib/organizations-client.cjs"), 1));
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
function simulatePrincipalPolicy(clients, region2, principalArn, query2) {
  return readEvidence("iam:SimulatePrincipalPolicy", async () => {
    const { iamClient, paginateSimulatePrincipalPolicy } = await Promise.resolve().then(() => __toESM(require("./lib/iam-client.cjs"), 1));
    const client = iamClient(clients, region2);
    const rows = [];
    const pages = paginateSimulatePrincipalPolicy(
      { client },
      {
        PolicySourceArn: principalArn,
        ActionNames: [...query2.actions],
        ...query2.resources.length === 0 ? {} : { ResourceArns: [...query2.resources] },
        ContextEntries: query2.context.map(({ key: key2, type, values: values2 }) => ({
          ContextKeyName: key2,
          ContextKeyType: type,
          ContextKeyValues: [...values2]
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

// src/aws/read-evidence.ts
function createAwsReader(clients, region2) {
  const { options } = clients;
  return {
    identity: () => readEvidence("sts:GetCallerIdentity", async () => {
      const { stsClient, GetCallerIdentityCommand } = await Promise.resolve().then(() => __toESM(require("./lib/sts-client.cjs"), 1));
      const answer = await stsClient(clients, region2).send(new GetCallerIdentityCommand({}), options);
      const { Account, Arn } = complete(answer, "Account", "Arn");
      return { account_id: Account, arn: Arn };
    }),
    key: (at, keyId2) => readEvidence("kms:DescribeKey", async () => {
      const { kmsClient, DescribeKeyCommand } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
      const answer = await kmsClient(clients, at).send(new DescribeKeyCommand({ KeyId: keyId2 }), options);
      return keyOf(complete(answer, "KeyMetadata").KeyMetadata);
    }),
    aliases: (at) => readEvidence("kms:ListAliases", async () => {
      const { kmsClient, paginateListAliases } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
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
      const { kmsClient, paginateListKeys } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
      const client = kmsClient(clients, at);
      const ids = [];
      for await (const page of paginateListKeys({ client, pageSize: 1e3 }, {}, options))
        ids.push(...complete(page, "Keys").Keys.flatMap(({ KeyId }) => KeyId ?? []));
      return ids;
    }),
    policy: (at, keyId2) => readEvidence("kms:GetKeyPolicy", async () => {
      const { kmsClient, GetKeyPolicyCommand } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
      const client = kmsClient(clients, at);
      const query2 = new GetKeyPolicyCommand({ KeyId: keyId2, PolicyName: "default" });
      return JSON.parse(complete(await client.send(query2, options), "Policy").Policy);
    }),
    materials: (at, keyId2) => readEvidence("kms:ListKeyRotations", async () => {
      const { kmsClient, paginateListKeyRotations } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
      const client = kmsClient(clients, at);
      const materials = [];
      const query2 = { KeyId: keyId2, IncludeKeyMaterial: "ALL_KEY_MATERIAL" };
      for await (const page of paginateListKeyRotations({ client }, query2, options)) {
        for (const rotation2 of complete(page, "Rotations").Rotations) {
          const { KeyMaterialId, KeyMaterialState, ImportState, RotationDate } = rotation2;
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
    publicKey: (at, keyId2) => readEvidence("kms:GetPublicKey", async () => {
      const { kmsClient, GetPublicKeyCommand } = await Promise.resolve().then(() => __toESM(require("./lib/kms-client.cjs"), 1));
      const answer = await kmsClient(clients, at).send(new GetPublicKeyCommand({ KeyId: keyId2 }), options);
      return Buffer.from(complete(answer, "PublicKey").PublicKey).toString("base64");
    }),
    principal: (kind, name2) => readPrincipal(clients, region2, kind, name2),
    simulate: (principalArn, query2) => simulatePrincipalPolicy(clients, region2, principalArn, query2),
    publicAccess: (at, policy) => checkNoPublicAccess(clients, at, policy),
    resourceTags: (at, keyId2) => readResourceTags(clients, at, keyId2),
    lastUsage: (at, keyId2) => readLastUsage(clients, at, keyId2),
    grants: (at, keyId2) => readGrants(clients, at, keyId2),
    organizationPolicies: (accountId) => readOrganizationPolicies(clients, region2, accountId),
    history: (at, principalArn, action) => lookUpCalls(clients, at, principalArn, action),
    keyCreators: (at) => lookUpKeyCreators(clients, at),
    policyChanges: (at, principalArn) => lookUpPolicyChanges(clients, at, principalArn)
  };
}
function keyOf(metadata2) {
  const multiRegion2 = metadata2.MultiRegionConfiguration;
  return {
    key_id: metadata2.KeyId ?? "",
    arn: metadata2.Arn ?? metadata2.KeyId ?? "",
    account_id: metadata2.AWSAccountId ?? null,
    creation_date: timeOf(metadata2.CreationDate),
    key_state: metadata2.KeyState ?? null,
    key_usage: metadata2.KeyUsage ?? null,
    key_spec: metadata2.KeySpec ?? metadata2.CustomerMasterKeySpec ?? null,
    origin: metadata2.Origin ?? null,
    key_manager: metadata2.KeyManager ?? null,
    deletion_date: timeOf(metadata2.DeletionDate),
    expiration_model: metadata2.ExpirationModel ?? null,
    valid_to: timeOf(metadata2.ValidTo),
    custom_key_store_id: metadata2.CustomKeyStoreId ?? null,
    multi_region: metadata2.MultiRegion === true ? {
      type: multiRegion2?.MultiRegionKeyType ?? null,
      primary_region: multiRegion2?.PrimaryKey?.Region ?? null,
      replica_regions: (multiRegion2?.ReplicaKeys ?? []).flatMap(({ Region }) => Region ?? [])
    } : null,
    key_material_id: metadata2.CurrentKeyMaterialId ?? null
  };
}
function timeOf(date2) {
  return date2 === void 0 ? null : date2.toISOString();
}
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
  }
});

// src/verify/audited-principal.ts
async function findAuditedPrincipal(request, identity, reader) {
  const verifier = identity.ok ? identity.value.arn : null;
  const named8 = request.principal_arn ?? (request.audits_verifier ? verifier : null);
  const plain2 = { details: null, unresolved: null };
  if (named8 === null) return { principal_arn: null, is_verifier: false, ...plain2 };
  const is_verifier = verifier !== null && samePrincipal(verifier, named8);
  const principal = parsePrincipal(named8);
  if (principal?.kind !== "assumed-role") return { principal_arn: named8, is_verifier, ...plain2 };
  const { partition, account_id, name: name2 } = principal;
  const role2 = await reader.principal("role", name2);
  const guessed = `arn:${partition}:iam::${account_id}:role/${name2}`;
  if (!role2.ok) return { principal_arn: guessed, is_verifier, details: null, unresolved: role2.failure };
  if (parsePrincipal(role2.value.arn)?.account_id === account_id)
    return { principal_arn: role2.value.arn, is_verifier, details: role2.value, unresolved: null };
  return { principal_arn: guessed, is_verifier, details: null, unresolved: otherAccount(name2, account_id) };
}
function otherAccount(name2, accountId) {
  return {
    cause: "not_found",
    code: "OtherAccount",
    message: `the verifier identity is not in the account ${accountId} of the role ${name2}`,
    action: "iam:GetRole"
  };
}
var init_audited_principal = __esm({
  "src/verify/audited-principal.ts"() {
    "use strict";
    init_principal();
  }
});

// src/verify/permissions/access-denied.ts
function classifyDenial(sentence2) {
  const subject = /^(?:User: )?(arn:\S+) is not authorized/.exec(sentence2)?.[1] ?? null;
  const request = /not authorized to perform:? (?<action>[\w-]+:\w+)(?: on resource:? "?(?<resource>[^\s"]+?)"?(?=[\s,]|$))?/i.exec(
    sentence2
  )?.groups;
  const explicit = /(?:with|due to) an explicit deny in (?:an?|the) (?<layer>[a-z -]+?(?:policy|policies|boundary))(?: transitively through an? [a-z -]+? policy)?(?:: (?<policy>arn:[^\s,]+?))?(?=[.,\s]|$)/i.exec(
    sentence2
  )?.groups;
  const implicit = /because no (?<layer>.+?)(?: policy| policies)? allows? (?:the|access)/i.exec(
    sentence2
  )?.groups;
  const opaque = /resource does not exist in this Region, no resource-based policies allow access/i.test(
    sentence2
  );
  return {
    principal: subject,
    action: request?.["action"] ?? null,
    resource: request?.["resource"] ?? null,
    layer: opaque ? "cross-account" : layerOf(explicit?.["layer"] ?? implicit?.["layer"] ?? ""),
    explicit: !opaque && explicit !== void 0,
    policy_arn: opaque ? null : explicit?.["policy"] ?? null
  };
}
function layerOf(words) {
  return layers.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}
var layers, layerRemedies;
var init_access_denied = __esm({
  "src/verify/permissions/access-denied.ts"() {
    "use strict";
    layers = [
      [/vpc endpoint/i, "VPC endpoint policy"],
      [/service control/i, "service control policy"],
      [/resource control/i, "resource control policy"],
      [/permissions? boundary/i, "permissions boundary"],
      [/sessions?\b/i, "session policy"],
      [/role trust/i, "role trust policy"],
      [/resource-based/i, "key policy"],
      [/identity-based/i, "identity policy"]
    ];
    layerRemedies = {
      "identity policy": "Allow the action in the principal's IAM policy, or remove the statement that denies it.",
      "permissions boundary": "Allow the action in the principal's permissions boundary.",
      "session policy": "Widen the session policy that AssumeRole was called with.",
      "service control policy": "Ask the organization's administrators: a service control policy denies the action.",
      "resource control policy": "Ask the organization's administrators: a resource control policy denies the action.",
      "key policy": "Let the key policy delegate to the account, or name the principal.",
      "VPC endpoint policy": "Allow the action in the policy of the VPC endpoint, or reach KMS another way.",
      "role trust policy": "Let the role trust the one who assumes it.",
      "cross-account": "Check account and region; keymgmt's actions do not work across accounts."
    };
  }
});

// src/verify/failure-remedy.ts
function failureRemedy(failure) {
  return remedies[failure.cause](failure);
}
function deniedRemedy({ action, message }) {
  const denial = classifyDenial(message);
  const call = denial.action ?? action;
  const identity = denial.principal ?? "the verifier identity";
  if (call === "sts:AssumeRole")
    return `Let the role's trust policy name ${identity}, and allow sts:AssumeRole on the role in that identity's own policy; check external_id.`;
  if (denial.layer === "service control policy" || denial.layer === "resource control policy")
    return `Ask the organization's administrators to allow ${call} for ${identity}: a ${denial.layer} denies it.`;
  const where = denial.layer ?? (keyActions.has(call) ? "identity policy or key policy" : "identity policy");
  if (denial.explicit)
    return `Remove the explicit deny of ${call} for ${identity} from the ${where}${denial.policy_arn === null ? "" : ` ${denial.policy_arn}`}.`;
  if (denial.layer === "identity policy" && keyActions.has(call))
    return `Allow ${call} for ${identity} in its IAM policy; if the key policy does not delegate to the account, allow it there as well.`;
  return `Allow ${call} for ${identity} in the ${where}.`;
}
function invalidCredentialsRemedy({ code: code2 }) {
  if (code2 === "InvalidSecret")
    return "Store a JSON object with access_key and secret_key in the secret; session_token is optional.";
  if (/signature|RequestExpired/i.test(code2))
    return "Check the secret key of these AWS credentials, and this machine's clock: AWS accepts signatures for five minutes.";
  return "Check the access key of these AWS credentials (it may be deleted, inactive or of another partition), the session token of temporary ones, and that the region is enabled in the account.";
}
function unreachableRemedy({ code: code2, host, action }) {
  if (code2 === "ENOTFOUND" || code2 === "EAI_AGAIN")
    return `The name of ${to(host)} does not resolve here: check the region and AWS_ENDPOINT_URL, and that this network's DNS knows AWS.`;
  if (code2 === "ECONNREFUSED")
    return `Nothing listens at ${to(host)}: check AWS_ENDPOINT_URL and the declared endpoint, and what rejects connections in between.`;
  return `Check the way to ${to(host)}: routes, firewalls, and the VPC endpoint for ${serviceOf(action)} if there is one; then run again.`;
}
function tlsRemedy({ code: code2, host }) {
  if (code2.startsWith("CA_BUNDLE_"))
    return "Name a PEM file with the certificates of CAs in AWS_CA_BUNDLE, or unset it.";
  if (/HAS_EXPIRED|NOT_YET_VALID/.test(code2))
    return `The TLS certificate of ${to(host)} is out of date: renew it, and check this machine's clock.`;
  if (/ALTNAME|HOSTNAME/.test(code2))
    return `The TLS certificate of ${to(host)} is for another host: check AWS_ENDPOINT_URL, the declared endpoint and DNS.`;
  return `Put the CA that signed the TLS certificate of ${to(host)} into a PEM file, and name the file in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS.`;
}
function to(host) {
  return host ?? "AWS";
}
function serviceOf(action) {
  const service = action.split(":")[0] ?? "";
  return names[service] ?? service;
}
var remedies, keyActions, names;
var init_failure_remedy = __esm({
  "src/verify/failure-remedy.ts"() {
    "use strict";
    init_access_denied();
    remedies = {
      denied: deniedRemedy,
      not_found: ({ action }) => `Check that the account and the region of ${action} are those of the provider.`,
      expired: () => "Renew the AWS credentials that made the call, or assume the role for a longer session.",
      no_credentials: () => "Give the verifier AWS credentials: on a runner with aws-actions/configure-aws-credentials before this step, in Lambda with an execution role.",
      invalid_credentials: invalidCredentialsRemedy,
      wrong_partition: () => "Use an identity of the region's own partition: no AWS identity reaches another one.",
      unsupported: () => "Nothing: the object does not support this call.",
      throttled: ({ action }) => `Run again when fewer callers use ${action} in this account and region, or request a higher quota for it.`,
      unreachable: unreachableRemedy,
      proxy: ({ proxy: proxy2, host }) => `Check the proxy ${proxy2 ?? "in HTTPS_PROXY or HTTP_PROXY"}: its address, its password and its rules for ${to(host)}; or list that host in NO_PROXY to connect to it directly.`,
      tls: tlsRemedy,
      timeout: ({ host, proxy: proxy2, action }) => `Open a way to ${to(host)}${proxy2 === void 0 ? "" : ` through the proxy ${proxy2}`}: a route through a NAT gateway or, where AWS has one, a VPC endpoint for ${serviceOf(action)}; and port 443 in security groups, network ACLs and firewalls.`,
      unavailable: ({ host }) => `Run again; if ${to(host)} keeps answering with server errors, look at the AWS Health Dashboard for the region.`,
      wrong_host: ({ host, action }) => `Something other than AWS ${serviceOf(action)} answers at ${to(host)}: check AWS_ENDPOINT_URL, the declared endpoint and DNS.`,
      aborted: ({ host }) => `Give the run more time (the function's timeout, or the input timeout), and check that ${to(host)} answers from where the verifier runs.`,
      not_called: () => "Fix the finding that the message names, then run again.",
      other: () => "Run again; if it stays, look up the error code on the API page of the call."
    };
    keyActions = /* @__PURE__ */ new Set([
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetPublicKey",
      "kms:ListKeyRotations",
      "kms:ListGrants"
    ]);
    names = {
      kms: "KMS",
      sts: "STS",
      iam: "IAM",
      lambda: "Lambda",
      cloudtrail: "CloudTrail",
      secretsmanager: "Secrets Manager",
      securityhub: "Security Hub",
      s3: "S3"
    };
  }
});

// src/verify/permissions/credentials-verdict.ts
function evaluateIdentity(identity, allowedAccountIds) {
  const none2 = { denied: [], open: [], simulation_denied: false };
  if (!identity.ok) {
    const invalid2 = isCredentialFailure(identity.failure);
    const words = showFailure(identity.failure);
    return {
      account_id: null,
      arn: null,
      verdict: invalid2 ? "invalid" : "unknown",
      ...none2,
      messages: [
        `${invalid2 ? "The declared AWS credentials are not valid" : "The declared AWS credentials could not be checked"} (${words}). ${failureRemedy(identity.failure)}`
      ]
    };
  }
  const { account_id, arn: arn2 } = identity.value;
  if (allowedAccountIds.length === 0 || allowedAccountIds.includes(account_id)) return null;
  return {
    account_id,
    arn: arn2,
    verdict: "invalid",
    ...none2,
    messages: [
      `The credentials of ${arn2} belong to the account ${account_id}, which is not one of allowed_account_ids (${allowedAccountIds.join(", ")}).`
    ]
  };
}
function evaluatePermissions({ account_id, arn: arn2 }, rows, simulationDenied = false) {
  const denied4 = rows.filter(({ decision }) => decision === "denied");
  const open4 = rows.filter(({ decision }) => decision === "indeterminate");
  return {
    account_id,
    arn: arn2,
    verdict: denied4.length > 0 ? "denied" : open4.length > 0 ? "unknown" : "ok",
    denied: denied4.map(({ action }) => action),
    open: open4.map(({ action }) => action),
    simulation_denied: simulationDenied,
    messages: [...messagesOf(denied4), ...messagesOf(open4)]
  };
}
function messagesOf(rows) {
  return [...new Set(rows.map(withoutRemedy))].map((message) => {
    const same = rows.filter((row4) => withoutRemedy(row4) === message);
    const remedies3 = mergeRemedies(same.map(({ remedy: remedy2 }) => remedy2));
    return `${same.map(({ action }) => action).join(", ")}: ${message} ${remedies3.join(" ")}`;
  });
}
var init_credentials_verdict = __esm({
  "src/verify/permissions/credentials-verdict.ts"() {
    "use strict";
    init_evidence();
    init_permission_remedy();
    init_failure_remedy();
  }
});

// src/verify/key-policy/request.ts
function lookUp({ values: values2, absent }, key2) {
  const name2 = key2.toLowerCase();
  const known3 = values2[name2];
  if (known3 !== void 0) return known3;
  const isAbsent = absent.some((one) => /[/:]$/.test(one) ? name2.startsWith(one) : name2 === one);
  return isAbsent ? "absent" : "unknown";
}
var init_request = __esm({
  "src/verify/key-policy/request.ts"() {
    "use strict";
  }
});

// src/verify/key-policy/document.ts
function parsePolicy(document2) {
  if (!isRecord(document2)) return null;
  const { Version = "2008-10-17", Statement } = document2;
  if (Version !== "2012-10-17" && Version !== "2008-10-17") return null;
  const list4 = Array.isArray(Statement) ? Statement : [Statement];
  if (!list4.every(isRecord)) return null;
  return { statements: list4.map(statementOf), has_variables: Version === "2012-10-17" };
}
function statementOf(statement2, index) {
  const { Sid } = statement2;
  return {
    ...statement2,
    label: typeof Sid === "string" && Sid !== "" ? Sid : `statement ${index + 1}`,
    has_unknown_element: Object.keys(statement2).some((name2) => !elements.has(name2))
  };
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textsOf(value) {
  const list4 = Array.isArray(value) ? value : [value];
  return list4.length > 0 && list4.every((entry) => typeof entry === "string") ? list4 : null;
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
function every(values2) {
  let result = "yes";
  for (const value of values2) {
    if (value === "no") return "no";
    if (value === "unknown") result = "unknown";
  }
  return result;
}
function some2(values2) {
  return not(every([...values2].map(not)));
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
function covers(pattern, text4, options) {
  const { variables, ignore_case = false } = options;
  if (variables === null) return ternary(matches(sourceOf(pattern, options), text4, ignore_case));
  let source = "";
  let from = 0;
  let isOpen = false;
  for (const match of pattern.matchAll(variable2)) {
    const [whole, name2 = "", fallback] = match;
    const value = literals[name2] ?? variableValue(name2, fallback, variables);
    if (value === null) return "no";
    source += sourceOf(pattern.slice(from, match.index), options) + (value === unknownValue ? ".*" : escaped(value));
    isOpen ||= value === unknownValue;
    from = match.index + whole.length;
  }
  const rest = pattern.slice(from);
  if (rest.includes("${")) return "unknown";
  if (!matches(source + sourceOf(rest, options), text4, ignore_case)) return "no";
  return isOpen ? "unknown" : "yes";
}
function hasMissingVariable(text4, variables) {
  if (variables === null) return false;
  return [...text4.matchAll(variable2)].some(
    ([, name2 = "", fallback]) => literals[name2] === void 0 && variableValue(name2, fallback, variables) === null
  );
}
function hasVariable(text4) {
  return text4.includes("${");
}
function variableValue(name2, fallback, context) {
  const values2 = lookUp(context, name2.trim());
  if (values2 === "absent") return fallback ?? null;
  if (values2 === "unknown" || values2.length !== 1) return unknownValue;
  return values2[0];
}
function sourceOf(text4, { wildcards }) {
  const source = escaped(text4);
  return wildcards ? source.replaceAll("\\*", ".*").replaceAll("\\?", ".") : source;
}
function escaped(text4) {
  return text4.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
function matches(source, text4, ignoreCase) {
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(text4);
}
var variable2, literals, unknownValue;
var init_pattern = __esm({
  "src/verify/key-policy/pattern.ts"() {
    "use strict";
    init_request();
    init_ternary();
    variable2 = /\$\{([^},]*)(?:,\s*'([^']*)'\s*)?\}/g;
    literals = { "*": "*", "?": "?", $: "$" };
    unknownValue = /* @__PURE__ */ Symbol("unknown");
  }
});

// src/verify/key-policy/arn-pattern.ts
function arnCovers(pattern, arn2, variables) {
  const wanted2 = partsOf(pattern);
  const actual = partsOf(arn2);
  if (wanted2 === null || actual === null) return "unknown";
  return every(wanted2.map((part, index) => covers(part, actual[index], { wildcards: true, variables })));
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
function parseOperator(text4) {
  const [, quantifier, name2 = "", ifExists] = /^(?:(forallvalues|foranyvalue):)?(\w+?)(ifexists)?$/.exec(text4.toLowerCase()) ?? [];
  return {
    quantifier: quantifier ?? null,
    test: tests[negations[name2] ?? name2] ?? null,
    negated: negations[name2] !== void 0,
    if_exists: ifExists !== void 0,
    is_null_test: name2 === "null" && quantifier === void 0 && ifExists === void 0
  };
}
function comparison(actual, wanted2, compare2) {
  return Number.isNaN(actual) || Number.isNaN(wanted2) ? "unknown" : ternary(compare2(actual, wanted2));
}
function isBoolean(text4) {
  return /^(true|false)$/i.test(text4);
}
function instant(value) {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1e3;
  return /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
}
function inNetwork(actual, wanted2) {
  const [network = "", prefix2] = wanted2.split("/");
  const version3 = (0, import_node_net2.isIP)(network);
  const bits = version3 === 4 ? 32 : 128;
  const length = prefix2 === void 0 ? bits : /^\d{1,3}$/.test(prefix2) ? Number(prefix2) : Number.NaN;
  if (version3 === 0 || (0, import_node_net2.isIP)(actual) === 0 || !(length <= bits)) return "unknown";
  if ((0, import_node_net2.isIP)(actual) !== version3) return "no";
  const family = version3 === 4 ? "ipv4" : "ipv6";
  const block = new import_node_net2.BlockList();
  block.addSubnet(network, length, family);
  return ternary(block.check(actual, family));
}
var import_node_net2, constant, numeric, date, tests, negations;
var init_operators = __esm({
  "src/verify/key-policy/operators.ts"() {
    "use strict";
    import_node_net2 = require("node:net");
    init_arn_pattern();
    init_pattern();
    init_ternary();
    constant = (test) => (actual, wanted2) => hasVariable(wanted2) ? "unknown" : test(actual, wanted2);
    numeric = (compare2) => constant((actual, wanted2) => comparison(Number(actual), Number(wanted2), compare2));
    date = (compare2) => constant((actual, wanted2) => comparison(instant(actual), instant(wanted2), compare2));
    tests = {
      stringequals: (actual, wanted2, variables) => covers(wanted2, actual, { wildcards: false, variables }),
      stringequalsignorecase: (actual, wanted2, variables) => covers(wanted2, actual, { wildcards: false, variables, ignore_case: true }),
      stringlike: (actual, wanted2, variables) => covers(wanted2, actual, { wildcards: true, variables }),
      arnequals: (actual, wanted2, variables) => arnCovers(wanted2, actual, variables),
      arnlike: (actual, wanted2, variables) => arnCovers(wanted2, actual, variables),
      bool: constant(
        (actual, wanted2) => isBoolean(actual) && isBoolean(wanted2) ? ternary(actual.toLowerCase() === wanted2.toLowerCase()) : "unknown"
      ),
      numericequals: numeric((actual, wanted2) => actual === wanted2),
      numericlessthan: numeric((actual, wanted2) => actual < wanted2),
      numericlessthanequals: numeric((actual, wanted2) => actual <= wanted2),
      numericgreaterthan: numeric((actual, wanted2) => actual > wanted2),
      numericgreaterthanequals: numeric((actual, wanted2) => actual >= wanted2),
      dateequals: date((actual, wanted2) => actual === wanted2),
      datelessthan: date((actual, wanted2) => actual < wanted2),
      datelessthanequals: date((actual, wanted2) => actual <= wanted2),
      dategreaterthan: date((actual, wanted2) => actual > wanted2),
      dategreaterthanequals: date((actual, wanted2) => actual >= wanted2),
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
    for (const [key2, value] of Object.entries(block)) {
      const values2 = scalarsOf(value);
      if (values2 === null) return null;
      entries.push({ operator, key: key2, values: values2 });
    }
  }
  return entries;
}
function conditionHolds(condition, context, hasVariables) {
  const entries = conditionEntries(condition);
  if (entries === null) return "unknown";
  return every(entries.map((entry) => entryHolds(entry, context, hasVariables)));
}
function entryHolds({ operator, key: key2, values: values2 }, context, hasVariables) {
  const { quantifier, test, negated, if_exists, is_null_test } = parseOperator(operator);
  const actual = lookUp(context, key2);
  if (actual === "unknown") return "unknown";
  if (is_null_test) return nullHolds(values2, actual === "absent");
  if (test === null) return "unknown";
  if (actual === "absent")
    return ternary(if_exists || quantifier === "forallvalues" || negated && quantifier === null);
  if (quantifier === null && actual.length !== 1) return "unknown";
  const variables = hasVariables ? context : null;
  if (negated && values2.some((wanted2) => hasMissingVariable(wanted2, variables))) return "unknown";
  const satisfied = actual.map((value) => {
    const matched = some2(values2.map((wanted2) => test(value, wanted2, variables)));
    return negated ? not(matched) : matched;
  });
  return quantifier === "foranyvalue" ? some2(satisfied) : every(satisfied);
}
function nullHolds(values2, isAbsent) {
  const [value, ...more3] = values2.map((text4) => text4.toLowerCase());
  if (more3.length > 0 || value !== "true" && value !== "false") return "unknown";
  return ternary(value === "true" === isAbsent);
}
function scalarsOf(value) {
  const list4 = Array.isArray(value) ? value : [value];
  const isScalar2 = (entry) => ["string", "number", "boolean"].includes(typeof entry);
  return list4.length > 0 && list4.every(isScalar2) ? list4.map(String) : null;
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
  const names2 = namesOf2(Principal ?? NotPrincipal);
  if (names2 === null) return unclear;
  const listed2 = matchNames(names2, principal);
  if (NotPrincipal === void 0) return listed2;
  return { direct: excepted(statement2.Effect, listed2, principal), account: "no" };
}
function excepted(effect, { direct, account: account2 }, { arn: arn2 }) {
  if (direct === "no" && account2 === "no") return "yes";
  const isUser = arn2 !== null && parsePrincipal(arn2)?.kind === "user";
  if (effect === "Allow") return direct === "yes" ? "no" : "unknown";
  return isUser && direct === "yes" && account2 === "yes" ? "no" : "unknown";
}
function matchNames(names2, principal) {
  return {
    direct: some2(names2.map((name2) => isDirect(name2, principal))),
    account: some2(names2.map((name2) => isAccount(name2, principal)))
  };
}
function isDirect(name2, { arn: arn2, unique_id }) {
  if (name2 === "*") return "yes";
  if (/[*?]/.test(name2)) return "unknown";
  if (/^A[A-Z]{3}[A-Z0-9]{8,}$/.test(name2)) return ternary(name2 === unique_id);
  const named8 = parsePrincipal(name2);
  if (named8 === null) return ternary(name2 === arn2);
  if (named8.kind === "root") return "no";
  if (arn2 === null) return "unknown";
  if (named8.kind === "assumed-role") return isSessionOf(name2, arn2) ? "unknown" : "no";
  return ternary(name2 === arn2);
}
function isAccount(name2, { account_id }) {
  if (name2 === account_id) return "yes";
  const named8 = parsePrincipal(name2);
  return ternary(named8?.kind === "root" && named8.account_id === account_id);
}
function isSessionOf(session, arn2) {
  const [a, b] = [parsePrincipal(session), parsePrincipal(arn2)];
  return a !== null && b?.kind === "role" && a.account_id === b.account_id && a.name === b.name;
}
function namesOf2(element2) {
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
  const covered = some2(patterns.map(isCovered2));
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
  const read5 = policy.statements.map((statement2) => {
    const { direct, account: account2 } = matchPrincipal(statement2, request.principal);
    const about = concerns(statement2, request, policy.has_variables);
    const [allows, denies] = effectOf(statement2);
    return {
      label: statement2.label,
      names: every([allows, about, direct]),
      delegates: every([allows, about, account2]),
      denies: every([denies, about, some2([direct, account2])])
    };
  });
  return {
    names: some2(read5.map(({ names: names2 }) => names2)),
    delegates: some2(read5.map(({ delegates }) => delegates)),
    denies: some2(read5.map(({ denies }) => denies)),
    denied_by: read5.filter(({ denies }) => denies !== "no").map(({ label: label3 }) => label3)
  };
}
function conditionKeysOf(document2) {
  const keys2 = (parsePolicy(document2)?.statements ?? []).flatMap(
    ({ Condition }) => (conditionEntries(Condition) ?? []).map(({ key: key2 }) => key2)
  );
  const variables = [...JSON.stringify(document2 ?? null).matchAll(/\$\{([\w:/.-]+)/g)].map(([, key2]) => key2);
  return new Set([...keys2, ...variables].map((key2) => key2.toLowerCase()));
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

// src/verify/permissions/organization-allows.ts
function organizationAllows(levels, request) {
  return every(
    levels.map((documents) => {
      const read5 = documents.map((document2) => effects(document2, request));
      return every([some2(read5.map(({ allows }) => allows)), ...read5.map(({ denies }) => not(denies))]);
    })
  );
}
function effects(document2, request) {
  const policy = parsePolicy(document2);
  if (policy === null) return { allows: "unknown", denies: "unknown" };
  const about = (effect) => some2(
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
  const row4 = simulation.value;
  const missing2 = row4.missing_context.filter((key2) => lookUp(target.context, key2) === "unknown");
  if (missing2.length > 0) return dependsOn(target, row4, missing2, subject);
  if (row4.decision === "explicitDeny") return deniedExplicitly(target, row4);
  if (row4.allowed_by_organization === false) return organizationInSimulation(target, row4);
  const finding2 = row4.decision === "allowed" ? identityAllows(target, row4, policy, subject) : identityLacks(target, row4, policy, subject);
  if (finding2.decision !== "allowed" || organizations === "yes") return finding2;
  return inconclusive(
    "simulate",
    row4.decision,
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
function keyPolicyOf({ key: key2 }, request) {
  if (key2 === null) return delegating;
  const { policy } = key2;
  if (!key2.key.ok)
    return unread(`the key could not be read (${showFailure(key2.key.failure)})`, key2.key.failure);
  if (policy === null) return { unread: "the key policy was not read", remedy: "Run the check again." };
  if (!policy.ok)
    return unread(`the key policy could not be read (${showFailure(policy.failure)})`, policy.failure);
  return evaluateKeyPolicy(policy.value, request);
}
function unread(why2, failure) {
  return { unread: why2, remedy: failureRemedy(failure) };
}
function identityAllows(target, row4, policy, subject) {
  if ("unread" in policy)
    return inconclusive(
      "simulate",
      row4.decision,
      `${on(target)}: IAM's policies allow it; ${policy.unread}.`,
      policy.remedy
    );
  const opens = some2([policy.names, policy.delegates]);
  if (opens === "yes" && policy.denies === "no")
    return allowed(
      "simulate",
      row4.decision,
      `${on(target)}: IAM's policies and the key policy allow it.`,
      "identity policy"
    );
  return keyPolicyConditions(target, row4, policy, subject);
}
function identityLacks(target, row4, policy, subject) {
  const layer = row4.allowed_by_boundary === false ? "permissions boundary" : "identity policy";
  if ("unread" in policy)
    return inconclusive(
      "simulate",
      row4.decision,
      `${on(target)}: IAM's policies do not allow it; ${policy.unread}, and the key policy may allow it by name.`,
      policy.remedy
    );
  if (policy.names === "no") return lacking(target, row4, layer);
  if (policy.names === "unknown" || policy.denies === "unknown")
    return keyPolicyConditions(target, row4, policy, subject);
  const isUser = parsePrincipal(subject.principal_arn)?.kind === "user";
  if (isUser || layer !== "permissions boundary")
    return allowed(
      "key_policy",
      row4.decision,
      `${on(target)}: the key policy allows the principal by name.`,
      "key policy"
    );
  return inconclusive(
    "key_policy",
    row4.decision,
    `${on(target)}: the key policy allows the role, and the role's permissions boundary does not. A boundary limits what a key policy gives a role.`,
    layerRemedies[layer]
  );
}
function lacking(target, row4, layer) {
  const where = layer === "permissions boundary" ? "the principal's permissions boundary" : "the principal's IAM policy";
  const finding2 = denied(
    "simulate",
    row4.decision,
    layer,
    `${on(target)}: ${layer === "permissions boundary" ? "the permissions boundary does not allow it" : "no policy of the principal allows it"}.`,
    pasteRemedy(`Add to ${where}`, { Effect: "Allow", Action: target.action, Resource: target.resource })
  );
  return { ...finding2, is_denial: false };
}
function closed(target, { principal_arn }) {
  const finding2 = denied(
    "key_policy",
    "no statement",
    "key policy",
    `${on(target)}: the key policy neither delegates to the account nor names the principal.`,
    pasteRemedy("Add to the key policy", {
      Effect: "Allow",
      Principal: { AWS: principal_arn },
      Action: target.action,
      Resource: "*"
    })
  );
  return { ...finding2, is_denial: false };
}
function keyPolicyConditions(target, row4, policy, { unread: unread2 }) {
  const denying = policy.denies === "no" ? "" : ` (${policy.denied_by.join(", ")})`;
  const failed5 = unread2.map(({ failure }) => showFailure(failure));
  const why2 = failed5.length === 0 ? "" : ` Some of what it asks for could not be read: ${[...new Set(failed5)].join("; ")}.`;
  return inconclusive(
    "key_policy",
    row4.decision,
    `${on(target)}: the key policy has conditions or elements that only a real request decides${denying}.${why2}`,
    unread2[0] === void 0 ? "Read these statements of the key policy, and remove the conditions that Vault cannot meet." : failureRemedy(unread2[0].failure)
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
    layerRemedies[layer]
  );
}
function deniedExplicitly(target, row4) {
  const policies = row4.matched.join(", ") || "a policy of the principal";
  const layer = row4.allowed_by_boundary === false ? "permissions boundary" : "identity policy";
  return denied(
    "simulate",
    row4.decision,
    layer,
    `${on(target)}: ${policies} denies it explicitly.`,
    `Remove ${target.action} from the statement in ${policies} that denies it.`
  );
}
function organizationInSimulation(target, row4) {
  const finding2 = inconclusive(
    "simulate",
    row4.decision,
    `${on(target)}: a service control policy denies it in the simulation, which is known to be wrong at times.`,
    "Confirm it with a real call, or ask the organization's administrators."
  );
  return { ...finding2, layer: "service control policy", is_denial: true };
}
function dependsOn(target, row4, missing2, { unread: unread2 }) {
  const failure = unread2.find(
    ({ key: key2 }) => missing2.some((name2) => name2.toLowerCase().startsWith(key2))
  )?.failure;
  const keys2 = missing2.join(", ");
  if (failure !== void 0)
    return inconclusive(
      "simulate",
      row4.decision,
      `${on(target)}: the decision depends on ${keys2}, which could not be read (${showFailure(failure)}).`,
      failureRemedy(failure)
    );
  return inconclusive(
    "simulate",
    row4.decision,
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
    failureRemedy(failure)
  );
}
function on({ resource, region: region2 }) {
  return resource === "*" ? `In ${region2}` : `On ${resource}`;
}
var delegating;
var init_decide_target = __esm({
  "src/verify/permissions/decide-target.ts"() {
    "use strict";
    init_evidence();
    init_permission_remedy();
    init_principal();
    init_failure_remedy();
    init_evaluate_key_policy();
    init_request();
    init_ternary();
    init_access_denied();
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
    const { action, kind, region: region2 } = target;
    if (finding2.decision !== "indeterminate" || finding2.is_denial) return finding2;
    const history = await once(
      calls,
      `${region2} ${action}`,
      () => reader.history(region2, principalArn, action)
    );
    if (!history.ok) return noAnswer(finding2, history.failure);
    const wanted2 = kind === "any" ? null : kind === "key" && !isOnce ? [target.resource] : arns;
    const call = history.value.find(
      ({ resources }) => wanted2 === null || resources.some((arn2) => wanted2.includes(arn2))
    );
    if (call === void 0) return finding2;
    const key2 = wanted2 === null ? null : call.resources.find((arn2) => wanted2.includes(arn2));
    const changed = await once(changes, region2, () => reader.policyChanges(region2, principalArn));
    return changed.ok && isOutdated(call, key2, changed.value) ? finding2 : fromCall(call, key2, region2);
  };
}
function isOutdated({ time }, key2, { principal, keys: keys2 }) {
  return [principal, key2 === null ? null : keys2[key2] ?? null].some(
    (change2) => change2 !== null && change2 >= time
  );
}
function fromCall({ time, denial }, key2, region2) {
  const where = key2 === null ? `In ${region2}` : `On ${key2}`;
  if (denial === null)
    return allowed(
      "history",
      `succeeded on ${time}`,
      `${where}: the principal's last call succeeded on ${time}, and no later change of its policies is known.`
    );
  return denied(
    "history",
    `denied on ${time}`,
    classifyDenial(denial).layer,
    `${where}: AWS denied the principal's last call, on ${time}: "${denial}".`,
    "Allow the action in the policy that the message names."
  );
}
function noAnswer(finding2, failure) {
  return inconclusive(
    "history",
    failure.code,
    `${finding2.message} CloudTrail gave no answer (${showFailure(failure)}).`,
    failureRemedy(failure)
  );
}
function once(known3, key2, read5) {
  const answer = known3.get(key2) ?? read5();
  known3.set(key2, answer);
  return answer;
}
var init_from_cloudtrail = __esm({
  "src/verify/permissions/from-cloudtrail.ts"() {
    "use strict";
    init_evidence();
    init_failure_remedy();
    init_access_denied();
    init_permission_finding();
  }
});

// src/verify/permissions/grants.ts
async function withGrants(target, finding2, principalArn, reader) {
  const { key: key2 } = target;
  if (key2 === null || finding2.decision !== "denied" || finding2.is_denial) return finding2;
  if (!grantable.has(target.action.toLowerCase())) return finding2;
  const answer = await reader.grants(key2.region, key2.key_id);
  const where = `On ${key2.arn}`;
  if (!answer.ok)
    return inconclusive(
      "grant",
      answer.failure.code,
      `${where}: no policy allows it, and the grants, which may, could not be read (${showFailure(answer.failure)}).`,
      failureRemedy(answer.failure)
    );
  const operation = target.action.replace(/^kms:/i, "").toLowerCase();
  const mine = answer.value.filter(
    ({ grantee, operations }) => grantee === principalArn && operations.some((name2) => name2.toLowerCase() === operation)
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
var grantable;
var init_grants = __esm({
  "src/verify/permissions/grants.ts"() {
    "use strict";
    init_evidence();
    init_failure_remedy();
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
      ].map((name2) => `kms:${name2.toLowerCase()}`)
    );
  }
});

// src/verify/permissions/limits.ts
function evidenceLimits(principalArn, rows, organization, sample2) {
  const limits3 = [];
  const add = (code2, message) => limits3.push({ code: code2, message });
  if (sample2.keys.length < sample2.total)
    add(
      "sample",
      `Decided on ${count2(sample2.keys.length)} of ${count2(sample2.total)} KMS keys; depth full decides on all.`
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
function count2(value) {
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
    ...keys2.flatMap(({ key: key2, arn: arn2 }) => observation("kms:DescribeKey", arn2, key2)),
    ...observation("kms:ListAliases", "*", aliases)
  ];
}
async function probe(needs2, { keys: keys2 }, reader) {
  const action = "kms:GetPublicKey";
  if (!needs2.some((need2) => need2.action === action)) return [];
  const enabled = keys2.filter(({ key: key2 }) => key2.ok && key2.value.key_state === "Enabled");
  const answers = await Promise.all(
    enabled.map(async ({ arn: arn2, region: region2, key_id }) => {
      const answer = await reader.publicKey(region2, key_id);
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
function observed({ action, resource, region: region2 }, observations, home) {
  if (region2 !== home) return null;
  const mine = observations.filter((one) => one.action === action && one.resource === resource);
  const where = resource === "*" ? `In ${region2}` : `On ${resource}`;
  const denial = mine.find(({ outcome }) => outcome === "denied");
  if (denial !== void 0) {
    const { layer, policy_arn } = classifyDenial(denial.message);
    return denied(
      "observed",
      denial.message,
      layer,
      `${where}: AWS denied a call of this run${policy_arn === null ? "" : ` by the policy ${policy_arn}`}: "${denial.message}".`,
      layer === null ? "Allow the action in the policy that the message names." : layerRemedies[layer]
    );
  }
  if (mine.length === 0) return null;
  return allowed("probe", "call succeeded", `${where}: a read-only call of this run was authorized.`);
}
var init_observations = __esm({
  "src/verify/permissions/observations.ts"() {
    "use strict";
    init_access_denied();
    init_permission_finding();
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
  const values2 = globalValues(facts);
  const absent = [...neverCarried(facts), ...requestKeys.filter((key3) => !carried.includes(key3))];
  const set = (key3, value) => {
    if (!carried.includes(key3) || value === void 0) return;
    if (value === null) absent.push(key3);
    else values2[key3] = value;
  };
  set("kms:CallerAccount", [facts.account_id]);
  set("kms:ViaService", null);
  set("kms:RequestAlias", null);
  set("kms:BypassPolicyLockoutSafetyCheck", ["false"]);
  set("kms:ExpirationModel", ["KEY_MATERIAL_DOES_NOT_EXPIRE"]);
  set("kms:ValidTo", null);
  set("kms:ScheduleKeyDeletionPendingWindowInDays", [String(deletionWindowDays)]);
  set("kms:ReplicaRegion", facts.replica_region === null ? void 0 : [facts.replica_region]);
  const { key: key2 } = facts;
  if (key2 !== null) {
    set("kms:KeyOrigin", optional2(key2.origin));
    set("kms:KeySpec", optional2(key2.spec));
    set("kms:KeyUsage", optional2(key2.usage));
    set("kms:MultiRegion", [String(key2.multi_region !== null)]);
    set("kms:MultiRegionKeyType", key2.multi_region === null ? null : [key2.multi_region]);
    set("kms:TrailingDaysWithoutKeyUsage", daysWithoutUsage(key2.last_usage, facts.now));
    set("kms:ResourceAliases", aliasesOf(facts.action, key2));
    if (carried.includes("aws:ResourceTag/")) addTags(key2.tags, "aws:ResourceTag/", values2, absent);
  }
  if (facts.kind === "new_key" && sameAction(facts.action, "kms:TagResource"))
    absent.push("aws:ResourceTag/");
  return { values: lowered(values2), absent: absent.map((name2) => name2.toLowerCase()) };
}
function carriedKeys({ action, kind }) {
  const own = kmsAction(action)?.keys ?? [];
  return kind === "key" || kind === "new_key" ? [...own, ...keyResourceKeys] : own;
}
function globalValues({ region: region2, principal_arn, account_id, now, principal, kind }) {
  const who = principal_arn === null ? null : parsePrincipal(principal_arn);
  const isUser = who?.kind === "user";
  const values2 = {
    "aws:CurrentTime": [now.toISOString()],
    "aws:EpochTime": [String(Math.floor(now.getTime() / 1e3))],
    "aws:SecureTransport": ["true"],
    "aws:RequestedRegion": [region2],
    "aws:PrincipalAccount": [who?.account_id ?? account_id],
    "aws:PrincipalIsAWSService": ["false"],
    "aws:ViaAWSService": ["false"]
  };
  if (principal_arn !== null) values2["aws:PrincipalArn"] = [principal_arn];
  if (isUser || who?.kind === "role") values2["aws:PrincipalType"] = [isUser ? "User" : "AssumedRole"];
  if (isUser) values2["aws:username"] = [who.name];
  if (isUser && principal !== null) values2["aws:userid"] = [principal.unique_id];
  if (kind === "key" || kind === "new_key") values2["aws:ResourceAccount"] = [account_id];
  for (const [name2, value] of Object.entries(principal?.tags ?? {}))
    values2[`aws:PrincipalTag/${name2}`] = [value];
  return values2;
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
function addTags(tags, prefix2, values2, absent) {
  if (tags === null) return;
  absent.push(prefix2);
  for (const [name2, value] of Object.entries(tags)) values2[`${prefix2}${name2}`] = [value];
}
function daysWithoutUsage(usage, now) {
  if (usage === null) return void 0;
  const { last_used, created, tracked_since } = usage;
  const since = last_used ?? (created > tracked_since ? created : tracked_since);
  return [String(Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / 864e5)))];
}
function optional2(value) {
  return value === null ? void 0 : [value];
}
function sameAction(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}
function lowered(values2) {
  return Object.fromEntries(Object.entries(values2).map(([key2, value]) => [key2.toLowerCase(), value]));
}
function contextEntries({ values: values2 }, withAll) {
  return Object.entries(values2).filter(([key2]) => withAll || !onDemand.test(key2)).map(([key2, list4]) => ({ key: key2, type: typeOf(key2), values: list4 })).sort((a, b) => a.key < b.key ? -1 : 1);
}
function isOnDemand(key2) {
  return onDemand.test(key2.toLowerCase());
}
function typeOf(key2) {
  return types[key2] ?? "string";
}
var deletionWindowDays, onDemand, types;
var init_request_context = __esm({
  "src/verify/permissions/request-context.ts"() {
    "use strict";
    init_principal();
    init_kms_actions();
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
  const missing2 = [...rows].flatMap((row4) => row4.ok ? row4.value.missing_context : []);
  const documents = [
    ...keys2.flatMap(({ policy }) => policy?.ok === true ? [policy.value] : []),
    ...organization.flat()
  ];
  return /* @__PURE__ */ new Set([
    ...missing2.map((key2) => key2.toLowerCase()),
    ...documents.flatMap((document2) => [...conditionKeysOf(document2)])
  ]);
}
async function readAskedFacts(subject, asked, namesIds, reader) {
  const asks = (pattern) => [...asked].some((key2) => pattern.test(key2));
  const wantsPrincipal = namesIds || asks(/^aws:(principaltag\/|userid$)/);
  const unread2 = [];
  const readValue = (key2, answer) => {
    if (answer === null || answer.ok) return answer?.value ?? null;
    unread2.push({ key: key2, failure: answer.failure });
    return null;
  };
  const principal = subject.principal ?? (wantsPrincipal ? readValue("aws:principaltag/", await principalOf(subject.principal_arn, reader)) : null);
  const details2 = {};
  const wants = { tags: asks(/^aws:resourcetag\//), usage: asks(/^kms:trailingdayswithoutkeyusage$/) };
  for (const { arn: arn2, key: key2, key_id, region: region2 } of wants.tags || wants.usage ? subject.keys : []) {
    if (!key2.ok) continue;
    const tags = wants.tags ? await reader.resourceTags(region2, key_id) : null;
    const usage = wants.usage ? await reader.lastUsage(region2, key_id) : null;
    details2[arn2] = {
      tags: readValue("aws:resourcetag/", tags),
      last_usage: readValue("kms:trailingdayswithoutkeyusage", usage)
    };
  }
  const isUnchanged = principal === subject.principal && !wants.tags && !wants.usage && unread2.length === 0;
  return isUnchanged ? subject : { ...subject, principal, details: details2, unread: unread2 };
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
  const parsed2 = parsePrincipal(arn2);
  if (parsed2?.kind !== "user" && parsed2?.kind !== "role") return null;
  const answer = await reader.principal(parsed2.kind, parsed2.name);
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
function permissionRow({ action, needed_for, sets }, findings2, { audited, region: region2, expectations }) {
  const [worst2] = [...findings2].sort(byWeight);
  const { decision, method, evidence, layer, message, remedy: remedy2 } = worst2;
  const alike = findings2.filter((finding2) => finding2.decision === decision).map((finding2) => finding2.message);
  const others = new Set(alike).size - 1;
  const more3 = others > 0 ? ` The same on ${others} further resource${others === 1 ? "" : "s"}.` : "";
  return {
    action,
    decision,
    method,
    evidence,
    layer,
    message: `${message}${more3} ${remedy2}`.trim(),
    remedy: remedy2,
    needed_for,
    sets,
    principal_arn: audited.principal_arn,
    region: region2,
    kms: [...new Set(expectations.map(({ kms }) => kms))]
  };
}
function byWeight(a, b) {
  return decisions.indexOf(a.decision) - decisions.indexOf(b.decision) || methods2.indexOf(a.method) - methods2.indexOf(b.method);
}
var methods2, decisions;
var init_permission_row = __esm({
  "src/verify/permissions/permission-row.ts"() {
    "use strict";
    methods2 = [
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

// src/verify/permissions/permission-subject.ts
async function permissionSubject(principalArn, input, sample2, reader) {
  const limit6 = pLimit(concurrency);
  const account_id = input.account_id ?? accountOf(principalArn) ?? "000000000000";
  const partition = parsePrincipal(principalArn)?.partition ?? "aws";
  const read5 = new Map(input.keys.map((key2) => [key2.expectation, key2.evidence]));
  const byTarget = aliasesByTarget(input.aliases);
  const keys2 = await Promise.all(
    sample2.keys.map(
      (recorded) => limit6(async () => {
        const { expectation, version: version3, key_id } = recorded;
        const known3 = read5.get(expectation)?.[version3];
        const key2 = known3?.key ?? await reader.key(input.region, key_id);
        const policy = key2.ok ? known3?.policy ?? await reader.policy(input.region, key_id) : null;
        const arn2 = key2.ok ? key2.value.arn : `arn:${partition}:kms:${input.region}:${account_id}:key/${key_id}`;
        const aliases = byTarget === null ? null : byTarget.get(key_id) ?? [];
        return { expectation, key_id, arn: arn2, region: input.region, key: key2, policy, aliases };
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
    aliases: unique2(sample2.keys.map(({ expectation }) => expectation.alias).filter((alias) => alias !== "")),
    next_keys: nextKeys(input.expectations),
    replica_regions: unique2(input.expectations.flatMap(({ replica_regions }) => replica_regions)),
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
    ({ type, purpose, replica_regions }) => JSON.stringify([keySpecOf(type), keyUsageOf(purpose), replica_regions.length > 0])
  );
  const distinct2 = kinds.length > 0 ? unique2(kinds) : [JSON.stringify(["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", false])];
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
function unique2(list4) {
  return [...new Set(list4)];
}
var concurrency;
var init_permission_subject = __esm({
  "src/verify/permissions/permission-subject.ts"() {
    "use strict";
    init_p_limit();
    init_principal();
    init_expectations();
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
    const byResources = groupBy(byAction, ([, list4]) => JSON.stringify(list4.map(({ resource }) => resource)));
    return byResources.flatMap(
      ([, actions2]) => chunksOf(actions2[0][1].map(({ resource }) => resource)).map(
        (resources) => groupOf(actions2, resources, JSON.parse(context))
      )
    );
  });
}
function groupOf(actions2, resources, context) {
  const wanted2 = new Set(resources);
  return {
    query: {
      actions: actions2.map(([action]) => action),
      resources: resources.filter((resource) => resource !== "*"),
      context
    },
    targets: actions2.flatMap(([, list4]) => list4.filter(({ resource }) => wanted2.has(resource)))
  };
}
function groupBy(list4, keyOf3) {
  const groups2 = /* @__PURE__ */ new Map();
  for (const entry of list4) {
    const key2 = keyOf3(entry);
    const group = groups2.get(key2);
    if (group === void 0) groups2.set(key2, [entry]);
    else group.push(entry);
  }
  return [...groups2];
}
function chunksOf(list4) {
  return Array.from(
    { length: Math.ceil(list4.length / resourcesPerCall) },
    (_, index) => list4.slice(index * resourcesPerCall, (index + 1) * resourcesPerCall)
  );
}
function rowOf(target, rows) {
  const same = rows.filter(({ action }) => action.toLowerCase() === target.action.toLowerCase());
  const row4 = same.find(({ resource }) => resource === target.resource) ?? same.find(({ resource }) => resource === "*");
  if (row4 !== void 0) return found(row4);
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
function targetsOf(need2, subject) {
  const kinds = subject.keys.length > 0 ? need2.resources : withoutKeys(need2.resources);
  const here = kinds.flatMap((kind) => targetsOfKind(need2.action, kind, subject));
  return need2.in_replicas ? [...here, ...inReplicas(need2, subject)] : here;
}
function withoutKeys(kinds) {
  return [...new Set(kinds.map((kind) => kind === "key" ? "new_key" : kind))];
}
function targetsOfKind(action, kind, subject) {
  const { region: region2 } = subject;
  const isReplication = action === "kms:ReplicateKey";
  const replicaRegions3 = isReplication && subject.replica_regions.length > 0 ? subject.replica_regions : [null];
  const target = (resource, facts, key2 = null) => replicaRegions3.map((replica) => toTarget(action, kind, region2, resource, facts, key2, replica, subject));
  if (kind === "any") {
    const variants = action === "kms:CreateKey" ? subject.next_keys : [null];
    return variants.flatMap((facts) => target("*", facts));
  }
  if (kind === "alias")
    return aliasesFor(action, subject).flatMap((alias) => target(arn(subject, region2, alias), null));
  if (kind === "new_key")
    return subject.next_keys.filter(
      ({ multi_region }) => !isReplication || multi_region !== null || subject.replica_regions.length === 0
    ).flatMap((facts) => target(newKeyArn(subject, region2, facts), facts));
  return subject.keys.filter(({ key: key2 }) => !isReplication || !key2.ok || key2.value.multi_region?.type === "PRIMARY").flatMap((key2) => target(key2.arn, factsOf(key2, subject), key2));
}
function inReplicas({ action, resources }, subject) {
  const kind = resources.includes("any") ? "any" : "new_key";
  const facts = subject.next_keys.find(({ multi_region }) => multi_region !== null);
  if (facts === void 0) return [];
  const replica = { ...facts, multi_region: "REPLICA" };
  return subject.replica_regions.map((region2) => {
    const resource = kind === "any" ? "*" : newKeyArn(subject, region2, replica);
    return toTarget(action, kind, region2, resource, replica, null, null, subject);
  });
}
function toTarget(action, kind, region2, resource, key2, existing, replica_region, { principal_arn, principal, account_id, now }) {
  const facts = { action, kind, region: region2, principal_arn, account_id, now, principal, key: key2, replica_region };
  return { action, kind, region: region2, resource, key: existing, context: requestContext(facts) };
}
function factsOf({ arn: arn2, key: key2, aliases }, { details: details2 }) {
  if (!key2.ok) return null;
  const names2 = aliases === null ? null : aliases.map(({ name: name2 }) => name2);
  return { ...keyFacts(key2.value, names2), ...details2[arn2] };
}
function aliasesFor(action, { aliases, now }) {
  const known3 = aliases.length > 0 ? aliases : ["alias/hashicorp/example-1700000000"];
  if (action !== "kms:CreateAlias") return known3;
  const time = Math.floor(now.getTime() / 1e3);
  return [...new Set(known3.map((alias) => alias.replace(/-\d+$/, `-${time}`)))];
}
function newKeyArn(subject, region2, { multi_region }) {
  const id = multi_region === null ? "00000000-0000-4000-8000-000000000000" : `mrk-${"0".repeat(12)}4${"0".repeat(19)}`;
  return arn(subject, region2, `key/${id}`);
}
function arn({ partition, account_id }, region2, resource) {
  return `arn:${partition}:kms:${region2}:${account_id}:${resource}`;
}
var init_targets = __esm({
  "src/verify/permissions/targets.ts"() {
    "use strict";
    init_request_context();
  }
});

// src/verify/permissions/decide-permissions.ts
async function decidePermissions(request, input, reader) {
  const needs2 = permissionNeeds(request.sets, request.actions);
  const { principal_arn } = input.audited;
  const same = (finding2) => ({
    rows: needs2.map((need2) => permissionRow(need2, [finding2], input)),
    limits: []
  });
  if (principal_arn === null) return same(noPrincipal);
  const foreign = otherAccount2(principal_arn, input.account_id);
  if (foreign !== null) return same(foreign);
  const sample2 = sampleKeys(input.expectations, input.depth);
  const read5 = await permissionSubject(principal_arn, input, sample2, reader);
  const gathered = await gather(needs2, request, input, read5, reader);
  const rows = [];
  const cloudTrail = request.history ? openCloudTrail(principal_arn, read5.keys, reader) : null;
  for (const need2 of needs2) rows.push(await rowOf2(need2, input, gathered, cloudTrail, reader));
  const simulated = [...gathered.simulations?.values() ?? []].flatMap((row4) => row4.ok ? [row4.value] : []);
  return { rows, limits: evidenceLimits(principal_arn, simulated, gathered.organization, sample2) };
}
async function gather(needs2, { method }, { audited, aliases }, read5, reader) {
  const probes = method !== "simulate" && audited.is_verifier;
  const shown5 = audited.is_verifier ? observe(read5, aliases) : [];
  const observations = [
    ...shown5.filter(({ outcome }) => probes || outcome === "denied"),
    ...probes ? await probe(needs2, read5, reader) : []
  ];
  const targets = targetsFor(needs2, read5);
  const plain2 = { subject: read5, targets, observations, organization: null };
  if (method === "probe") return { ...plain2, simulations: null };
  const first = await simulateTargets(read5.principal_arn, [...targets.values()].flat(), false, reader);
  const organization = await organizationOf(first, read5, reader);
  const levels = organization?.ok === true ? organization.value : [];
  const asked = askedKeys(first.values(), read5.keys, levels);
  const subject = await readAskedFacts(read5, asked, namesUniqueIds(read5.keys), reader);
  const hasBoundary = [...first.values()].some((row4) => row4.ok && row4.value.allowed_by_boundary !== null);
  const isKnown = subject === read5 && !asksOnDemand(asked) && !hasBoundary && organization === null;
  if (isKnown) return { ...plain2, simulations: first, organization };
  const known3 = targetsFor(needs2, subject);
  const simulations = await simulateAgain(first, targets, known3, organization !== null, reader, subject);
  return { subject, targets: known3, observations, simulations, organization };
}
function targetsFor(needs2, subject) {
  return new Map(needs2.map((need2) => [need2, targetsOf(need2, subject)]));
}
async function simulateAgain(first, before, after, isInOrganization, reader, { principal_arn }) {
  const old = [...before.values()].flat();
  const pairs = [...after.values()].flat().map((target, index) => ({ target, row: first.get(old[index]) }));
  const isBetterKnown = ({ target, row: row4 }) => row4.ok && (isInOrganization || row4.value.allowed_by_boundary !== null || row4.value.missing_context.some((key2) => lookUp(target.context, key2) !== "unknown"));
  const again = pairs.filter(isBetterKnown).map(({ target }) => target);
  const kept = pairs.filter((pair) => !isBetterKnown(pair)).map(({ target, row: row4 }) => [target, row4]);
  return new Map([...kept, ...await simulateTargets(principal_arn, again, true, reader)]);
}
async function organizationOf(simulations, { account_id }, reader) {
  const applies = [...simulations.values()].some(
    (row4) => row4.ok && row4.value.allowed_by_organization !== null
  );
  return applies ? reader.organizationPolicies(account_id) : null;
}
async function rowOf2(need2, input, { subject, targets, observations, simulations, organization }, cloudTrail, reader) {
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
  for (const target of targets.get(need2)) {
    const finding2 = await withGrants(target, decide(target), subject.principal_arn, reader);
    findings2.push(
      cloudTrail === null ? finding2 : await cloudTrail(target, finding2, need2.resources.includes("new_key"))
    );
  }
  return permissionRow(need2, findings2.length > 0 ? findings2 : [nothingToDecide], input);
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
      `Allow iam:GetRole for the verifier identity, or set principal_arn to the role's ARN with its path. ${failureRemedy(unresolved)}`
    );
  return inconclusive(
    "simulate",
    failure.code,
    `There is no such user or role: ${principalArn} (${showFailure(failure)}).`,
    "Correct principal_arn; a role's ARN includes its path."
  );
}
var noPrincipal, notSimulated2, nothingToDecide;
var init_decide_permissions = __esm({
  "src/verify/permissions/decide-permissions.ts"() {
    "use strict";
    init_evidence();
    init_principal();
    init_failure_remedy();
    init_request();
    init_decide_target();
    init_from_cloudtrail();
    init_grants();
    init_limits();
    init_observations();
    init_permission_facts();
    init_permission_finding();
    init_permission_row();
    init_permission_sets();
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

// src/verifier/verify-credentials.ts
var verify_credentials_exports = {};
__export(verify_credentials_exports, {
  verifyCredentials: () => verifyCredentials
});
async function verifyCredentials({ credentials: credentials2, region: region2, allowed_account_ids, sets }, { env, run_id, shared, clock: clock2 }) {
  const { access_key, secret_key, session_token, endpoint } = credentials2;
  const settings = {
    env,
    credentials: async () => ({
      accessKeyId: access_key.reveal(),
      secretAccessKey: secret_key.reveal(),
      ...session_token === null ? {} : { sessionToken: session_token.reveal() }
    }),
    run_id,
    ...shared,
    kms_endpoint: endpoint
  };
  const readerFor = (milliseconds2) => createAwsReader(openClients({ ...settings, signal: AbortSignal.timeout(milliseconds2) }), region2);
  const identity = timedOut(await readerFor(timeouts.identity).identity());
  const verdict = evaluateIdentity(identity, allowed_account_ids);
  if (verdict !== null || !identity.ok) return verdict;
  const { account_id } = identity.value;
  const reader = readerFor(timeouts.permissions);
  const [audited, aliases] = await Promise.all([
    findAuditedPrincipal({ principal_arn: null, audits_verifier: true }, identity, reader),
    reader.aliases(region2)
  ]);
  let simulationDenied = false;
  const simulate = async (...query2) => {
    const evidence = await reader.simulate(...query2);
    simulationDenied ||= !evidence.ok && evidence.failure.cause === "denied";
    return evidence;
  };
  const { rows } = await decidePermissions(
    { sets, actions: [], method: "auto", history: false },
    { region: region2, account_id, depth: "standard", audited, expectations: [], keys: [], aliases, now: clock2.now() },
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

// src/aws/rate-limiter.ts
function createRateLimiter(share4, clock2) {
  const lanes = /* @__PURE__ */ new Map();
  const laneOf = (operation) => {
    const quota = quotas[operation];
    if (quota === void 0) return null;
    const ceiling = quota * share4;
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
      const step2 = Math.max(lane.ceiling / 5e3, lane.rate / 200);
      lane.rate = Math.min(lane.ceiling, lane.rate + step2);
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
function openSharedConnections(clock2, share4 = 0.5) {
  return { limiter: createRateLimiter(share4, clock2), pool: /* @__PURE__ */ new Map() };
}
var init_aws_effects = __esm({
  "src/aws/aws-effects.ts"() {
    "use strict";
    init_rate_limiter();
  }
});

// src/verify/batches.ts
function batchesOf(expectations, { bytes, versions: versions2 }) {
  const batches = [];
  let batchBytes = 0;
  let batchVersions = 0;
  for (const expectation of expectations) {
    const size = Buffer.byteLength(JSON.stringify(expectation)) + 1;
    const count3 = Object.keys(expectation.versions).length;
    if (batches.length === 0 || batchBytes + size > bytes || batchVersions + count3 > versions2) {
      batches.push([]);
      batchBytes = 0;
      batchVersions = 0;
    }
    batches.at(-1).push(expectation);
    batchBytes += size;
    batchVersions += count3;
  }
  return batches;
}
var init_batches = __esm({
  "src/verify/batches.ts"() {
    "use strict";
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
        const { key: key2, context } = subject;
        const [, , , region2, accountInArn] = key2.arn.split(":");
        if (region2 !== void 0 && region2 !== "" && region2 !== context.region)
          return fail({
            expected: context.region,
            actual: region2,
            message: `${versionName(subject)}: the KMS key ${key2.arn} is in another region.`
          });
        if (context.expected_account_id === null) return skip;
        const actual = key2.account_id ?? accountInArn ?? "";
        if (actual === context.expected_account_id) return pass;
        return fail({
          expected: context.expected_account_id,
          actual,
          message: `${versionName(subject)}: the KMS key ${key2.arn} belongs to another account.`
        });
      }
    };
  }
});

// src/verify/checks/alias-exists.ts
var aliasExists;
var init_alias_exists = __esm({
  "src/verify/checks/alias-exists.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_failure_remedy();
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
        const { name: name2, alias } = expectation;
        if (!aliases.ok)
          return indeterminate({
            expected: alias,
            actual: aliases.failure.code,
            message: `${name2}: the aliases of ${context.region} could not be listed (${showFailure(aliases.failure)}).`,
            remedy: failureRemedy(aliases.failure)
          });
        if (aliases.value.byName.has(alias)) return pass;
        if (latest !== null && !latest.ok && latest.failure.cause === "not_found") return skip;
        return fail({
          expected: alias,
          actual: "no such alias",
          message: `${name2}: there is no ${alias} in ${context.region}.`
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
        readDistribution3(target)
      ].join("\n"),
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms",
      run: ({ expectation: { name: name2, alias, distribution_time } }) => {
        const expected2 = `alias/hashicorp/${name2}-<unix time>`;
        const dash = alias.lastIndexOf("-");
        const time = alias.slice(dash + 1);
        if (alias.slice(0, dash) !== `alias/hashicorp/${name2}` || !/^\d{10,}$/.test(time))
          return fail({
            expected: expected2,
            actual: alias,
            message: `${name2}: the alias ${alias} does not have the form ${expected2}.`
          });
        if (distribution_time === null) return pass;
        const distributed2 = Date.parse(distribution_time) / 1e3;
        if (Math.abs(distributed2 - Number(time)) <= tolerance) return pass;
        return fail({
          expected: `alias/hashicorp/${name2}-${Math.floor(distributed2)}`,
          actual: alias,
          message: `${name2}: the time in the alias ${alias} is not that of the distribution, ${distribution_time}.`
        });
      }
    };
  }
});

// src/verify/checks/alias-single.ts
function removal(region2, aliases) {
  return [
    "Find who created the second alias and who uses it: applications that use it fail as soon as it is deleted. Ciphertext is not affected. Then delete it:",
    ...aliases.map((alias) => `aws kms delete-alias --region ${region2} --alias-name ${alias}`)
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
      remedy: ({ region: region2 }) => removal(region2, ["<second alias>"]),
      cost: "Applications that use the second alias fail until they use the right one.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
      run: ({ expectation, aliases }) => {
        if (!aliases.ok) return skip;
        const { byName: byName3, byTarget } = aliases.value;
        const others = [...new Set(Object.values(expectation.versions))].flatMap((id) => byTarget.get(id) ?? []).filter(({ name: name2 }) => name2 !== expectation.alias && name2.startsWith("alias/hashicorp/"));
        if (others.length === 0 || !byName3.has(expectation.alias)) return pass;
        const names2 = others.map(({ name: name2 }) => name2).join(", ");
        return fail({
          expected: expectation.alias,
          actual: names2,
          remedy: ({ region: region2 }) => removal(
            region2,
            others.map(({ name: name2 }) => shellWord(name2))
          ),
          message: `${expectation.name}: ${names2} points at a version of this key, beside ${expectation.alias}.`
        });
      }
    };
  }
});

// src/verify/checks/alias-target.ts
var aliasTarget;
var init_alias_target = __esm({
  "src/verify/checks/alias-target.ts"() {
    "use strict";
    init_check();
    init_expectations();
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
        const { name: name2, alias, versions: versions2 } = expectation;
        const entry = aliases.ok ? aliases.value.byName.get(alias) : void 0;
        const expected2 = latestRecorded(expectation);
        if (entry === void 0 || expected2 === null) return skip;
        if (entry.target_key_id === expected2.key_id) return pass;
        if (latest !== null && !latest.ok && latest.failure.cause === "not_found") return skip;
        const version3 = Object.keys(versions2).find((key2) => versions2[key2] === entry.target_key_id);
        const actual = entry.target_key_id ?? "nothing";
        return fail({
          expected: expected2.key_id,
          actual,
          message: `${name2}: ${alias} points at ${actual} (${version3 === void 0 ? "no version of this key" : `version ${version3}`}), not at version ${expected2.version}${entry.updated === null ? "" : `; it was last moved on ${entry.updated}`}.`
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
    rotate2(target),
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
  const to2 = fits ? vault_kind : kind;
  const command2 = `aws kms re-encrypt --region ${target.region} --ciphertext-blob fileb://ciphertext --source-key-id ${target.key_id}${algorithm("source", kind)} --destination-key-id ${destination}${algorithm("destination", to2)} --query CiphertextBlob --output text`;
  return [
    fits ? `Then encrypt each ciphertext of this KMS key again, ${isRsa(kind) ? "naming the algorithm that encrypted it" : "with its encryption context if it has one"}:` : "The distribution is for signing, so its alias encrypts nothing. Encrypt each ciphertext of this KMS key again under a key for encryption:",
    command2,
    ...fits && isRsa(to2) ? ["Give clients that encrypt outside of KMS the new public key:", publicKey(target.region, alias)] : []
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
function publicKey(region2, key_id) {
  return `${onKey2("get-public-key", { region: region2, key_id })} --query PublicKey --output text`;
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
        onKey2("cancel-key-deletion", target),
        onKey2("enable-key", target),
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
        readDistribution3(target),
        "Do not remove the distribution: that schedules the deletion of a KMS key that two versions need."
      ].join("\n"),
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms",
      run: ({ expectation: { name: name2, versions: versions2 } }) => {
        const byKey = /* @__PURE__ */ new Map();
        for (const [version3, id] of Object.entries(versions2)) byKey.set(id, [...byKey.get(id) ?? [], version3]);
        const shared = [...byKey].filter(([, owners]) => owners.length > 1);
        if (shared.length === 0) return pass;
        const list4 = shared.map(([id, owners]) => `${id} for versions ${owners.join(", ")}`).join("; ");
        return fail({
          expected: "one KMS key per version",
          actual: list4,
          message: `${name2}: the distribution record names one KMS key for several versions: ${list4}.`
        });
      }
    };
  }
});

// src/verify/checks/exists.ts
function evaluateExists(name2, keyId2, evidence, { region: region2, account_id }) {
  if (evidence.ok && evidence.value.key_id === keyId2) return pass;
  if (evidence.ok)
    return fail({
      expected: `KMS key ${keyId2}`,
      actual: evidence.value.key_id,
      message: `${name2}: the record names ${keyId2}, which is not the id of a KMS key; it leads to ${evidence.value.key_id}.`,
      remedy: "Give the KMS key's id, as Vault's distribution record has it."
    });
  const { failure } = evidence;
  const where = `${region2}${account_id === null ? "" : `, account ${account_id}`}`;
  if (failure.cause === "not_found")
    return fail({
      expected: `KMS key ${keyId2} in ${where}`,
      actual: "no such key",
      message: `${name2}: KMS in ${where} has no key ${keyId2}, which Vault's record names (${showFailure(failure)}).`
    });
  return indeterminate({
    expected: `KMS key ${keyId2} in ${where}`,
    actual: failure.code,
    message: `${name2}: the KMS key ${keyId2} in ${where} could not be read (${showFailure(failure)}).`,
    remedy: failureRemedy(failure)
  });
}
var exists;
var init_exists = __esm({
  "src/verify/checks/exists.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_failure_remedy();
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
        rotate2(target),
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
        onKey2(
          "get-parameters-for-import --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096",
          target
        ),
        "For new data only, rotate the key in Vault; the alias moves to a new KMS key, and this one stays as it is:",
        rotate2(target),
        ...isSymmetric(target.kind) ? [] : distributeAgain(target),
        "Find who removed the material, or when it expired (DeleteImportedKeyMaterial, DeleteExpiredKeyMaterial):",
        findEvents(target)
      ].join("\n"),
      cost: "Nothing decrypts the ciphertext of a symmetric key until the same material is back in this KMS key. Rotating removes nothing. Distributing an asymmetric key again replaces the KMS keys of all versions.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-considerations.html",
      run: (subject) => {
        const { key: key2 } = subject;
        if (key2.key_state !== "PendingImport") return pass;
        return fail({
          expected: "key material present",
          actual: "PendingImport",
          message: `${versionName(subject)}: the KMS key ${key2.arn} has no key material: it was never imported, it expired, or it was deleted.`
        });
      }
    };
  }
});

// src/verify/checks/expiry.ts
function span(milliseconds2) {
  const [unit, size] = milliseconds2 < 2 * hour ? ["minute", minute] : milliseconds2 < 2 * day ? ["hour", hour] : ["day", day];
  const count3 = Math.floor(milliseconds2 / size);
  return `${count3} ${unit}${count3 === 1 ? "" : "s"}`;
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
      remedy: failureRemedy(failure)
    })
  ];
}
var credentials, verifierAccount;
var init_identity_checks = __esm({
  "src/verify/checks/identity-checks.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_failure_remedy();
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

// src/verify/checks/key-age.ts
var keyAge;
var init_key_age = __esm({
  "src/verify/checks/key-age.ts"() {
    "use strict";
    init_duration();
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
        rotate2(target)
      ].join("\n"),
      cost: "None: ciphertext of the older versions stays readable.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys.html",
      run: ({ expectation, latest, context }) => {
        const { name: name2, rotate_after, latest_version, latest_version_time } = expectation;
        if (rotate_after === void 0) return skip;
        const period = milliseconds(rotate_after);
        const inVault = latest_version_time ?? null;
        const since = inVault ?? (latest?.ok ? latest.value.creation_date : null);
        const age = since === null ? null : Date.parse(context.now) - Date.parse(since);
        if (since !== null && age !== null && age > period)
          return fail({
            expected: `rotated within ${rotate_after}`,
            actual: `created on ${since}`,
            message: `${name2}: version ${latest_version} is from ${since}, and rotate_after is ${rotate_after}.`
          });
        if (inVault !== null) return pass;
        if (latest?.ok === false) return skip;
        return indeterminate({
          expected: `rotated within ${rotate_after}`,
          actual: "age unknown",
          message: `${name2}: the creation time of version ${latest_version} in Vault is not known, so its age is not either.`,
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
var grants;
var init_key_grants = __esm({
  "src/verify/checks/key-grants.ts"() {
    "use strict";
    init_evidence();
    init_principal();
    init_check();
    init_failure_remedy();
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
        onKey2("list-grants", target),
        "A grantee loses access as soon as its grant is revoked; data stays readable for others. Revoke one that nobody needs:",
        `${onKey2("revoke-grant", target)} --grant-id <grant id>`
      ].join("\n"),
      cost: "The grantee of a revoked grant loses access.",
      page: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
      run: (subject) => {
        const { evidence, key: key2, context } = subject;
        if (evidence.grants === null) return skip;
        const expected2 = "no grant to another account";
        if (!evidence.grants.ok)
          return indeterminate({
            expected: expected2,
            actual: evidence.grants.failure.code,
            message: `${versionName(subject)}: the grants of the KMS key ${key2.arn} could not be read (${showFailure(evidence.grants.failure)}).`,
            remedy: failureRemedy(evidence.grants.failure)
          });
        const all = evidence.grants.value;
        if (all.length === 0) return pass;
        const account2 = accountOf(key2.arn) ?? context.account_id;
        const foreign = all.filter(({ grantee }) => ![null, account2].includes(accountOf(grantee)));
        if (foreign.length > 0)
          return fail({
            expected: expected2,
            actual: foreign.map(showGrant).join("; "),
            message: `${versionName(subject)}: the KMS key ${key2.arn} has a grant to another account: ${foreign.map(showGrant).join("; ")}.`
          });
        return {
          status: "notice",
          message: `${versionName(subject)}: the KMS key ${key2.arn} has grants: ${all.map(showGrant).join("; ")}.`
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
        rotate2(target),
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
function verdictOn({ key: key2, evidence, context }, action) {
  const { principal_arn, region: region2, now } = context;
  const account_id = accountOf(principal_arn ?? key2.arn) ?? "";
  return evaluateKeyPolicy(evidence.policy?.ok === true ? evidence.policy.value : null, {
    action,
    resource: key2.arn,
    principal: { arn: principal_arn, account_id, unique_id: null },
    context: requestContext({
      action,
      kind: "key",
      region: region2,
      principal_arn,
      account_id,
      now: new Date(now),
      principal: null,
      key: keyFacts(key2, null),
      replica_region: null
    })
  });
}
function closed2(subject, how, actions2) {
  const { context, key: key2 } = subject;
  return fail({
    expected,
    actual: `${how} ${actions2}`,
    message: `${versionName(subject)}: the key policy of ${key2.arn} does not allow ${context.principal_arn ?? "the account"}: it ${how} ${actions2}.`
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
var upkeep, expected, keyPolicy;
var init_key_policy = __esm({
  "src/verify/checks/key-policy.ts"() {
    "use strict";
    init_evidence();
    init_principal();
    init_check();
    init_failure_remedy();
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
        const { key: key2, context } = subject;
        if (policy === null) return skip;
        if (!policy.ok)
          return indeterminate({
            expected,
            actual: policy.failure.code,
            message: `${versionName(subject)}: the key policy of ${key2.arn} could not be read (${showFailure(policy.failure)}).`,
            remedy: failureRemedy(policy.failure)
          });
        const verdicts = upkeep.map((action) => ({ action, ...verdictOn(subject, action) }));
        const named8 = (list4) => list4.map(({ action }) => action).join(", ");
        const denied4 = verdicts.filter(({ denies }) => denies === "yes");
        if (denied4.length > 0) return closed2(subject, "denies", named8(denied4));
        const lacking2 = verdicts.filter(({ names: names2, delegates }) => some2([names2, delegates]) === "no");
        if (lacking2.length > 0)
          return context.principal_arn === null ? noPrincipal2(subject) : closed2(subject, "neither names it nor delegates to its account for", named8(lacking2));
        const isOpen = every(
          verdicts.map(
            ({ names: names2, delegates, denies }) => denies === "no" ? some2([names2, delegates]) : "unknown"
          )
        );
        if (isOpen === "yes") return pass;
        return indeterminate({
          expected,
          actual: "conditions",
          message: `${versionName(subject)}: whether the key policy of ${key2.arn} allows ${context.principal_arn ?? "the account"} depends on conditions or elements that only a real request decides.`,
          remedy: "Read the conditions of the key policy, and remove those that Vault cannot meet."
        });
      }
    };
  }
});

// src/verify/checks/key-spec.ts
var known, keySpec;
var init_key_spec = __esm({
  "src/verify/checks/key-spec.ts"() {
    "use strict";
    init_check();
    init_expectations();
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
        const { key: key2, expectation } = subject;
        const expected2 = keySpecOf(expectation.type);
        if (expected2 === null)
          return indeterminate({
            expected: `a spec for the type ${expectation.type}`,
            actual: key2.key_spec ?? "no value",
            message: `${versionName(subject)}: this version does not know which KMS key spec fits the type ${expectation.type}.`,
            remedy: "Update this tool, or check the key manually."
          });
        return compareEnum(
          subject,
          "KeySpec",
          expected2,
          key2.key_spec,
          known,
          `has the spec ${key2.key_spec}; the type ${expectation.type} needs ${expected2}`
        );
      }
    };
  }
});

// src/verify/checks/key-state.ts
function because({ key: key2, expectation, version: version3 }) {
  if (key2.deletion_date !== null) return `: it will be deleted on ${key2.deletion_date}`;
  if (version3 < expectation.min_enabled_version)
    return `: Vault enables versions from ${expectation.min_enabled_version} on`;
  return "";
}
function remedyFor(state, expected2, target) {
  const cause = ["Find who changed it:", findEvents(target)];
  const cancel = [
    `Cancel the deletion before its date${isSymmetric(target.kind) ? "; everything that this KMS key encrypted is lost after it" : ""}. Cancelling leaves the key disabled:`,
    onKey2("cancel-key-deletion", target),
    ...expected2 === "Enabled" ? ["Enable it:", onKey2("enable-key", target)] : []
  ];
  if (state === "PendingDeletion") return [...cancel, ...cause].join("\n");
  if (state === "PendingReplicaDeletion")
    return ["KMS deletes this primary as soon as its last replica is gone.", ...cancel, ...cause].join("\n");
  if (state === "Creating" || state === "Updating")
    return "Run the check again in a few minutes; KMS is still changing the key.";
  if (state === "Unavailable")
    return "Connect the custom key store again (aws kms connect-custom-key-store), and find out why the key is in one: Vault puts no key there.";
  if (expected2 === "Enabled")
    return ["Enable the KMS key:", onKey2("enable-key", target), ...cause].join("\n");
  return [
    "Whatever still decrypts with this version fails with DisabledException once it is disabled. Check when it was used last, encrypt that data again, then disable it:",
    onKey2("get-key-last-usage", target),
    onKey2("disable-key", target)
  ].join("\n");
}
var known2, keyState;
var init_key_state = __esm({
  "src/verify/checks/key-state.ts"() {
    "use strict";
    init_check();
    init_expectations();
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
        const { key: key2, expectation, version: version3 } = subject;
        if (key2.key_state === "PendingImport") return skip;
        const expected2 = keyStateOf(expectation, version3);
        const result = compareEnum(
          subject,
          "KeyState",
          expected2,
          key2.key_state,
          known2,
          `is ${key2.key_state}, not ${expected2}${because(subject)}`
        );
        if (result.status !== "fail") return result;
        return { ...result, remedy: (target) => remedyFor(key2.key_state, expected2, target) };
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
var keyUsage;
var init_key_usage = __esm({
  "src/verify/checks/key-usage.ts"() {
    "use strict";
    init_check();
    init_expectations();
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
        const { key: key2, expectation } = subject;
        const purpose = expectation.purpose.join(", ");
        if (expectation.purpose.length === 0) return skip;
        const expected2 = keyUsageOf(expectation.purpose);
        if (expected2 === null)
          return indeterminate({
            expected: `one usage for ${purpose}`,
            actual: key2.key_usage ?? "no value",
            message: `${versionName(subject)}: no single KMS key usage fits the purpose ${purpose}.`,
            remedy: "Give the distribution a purpose that is either encryption or signing."
          });
        return compareEnum(
          subject,
          "KeyUsage",
          expected2,
          key2.key_usage,
          ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
          `has the usage ${key2.key_usage}; the purpose ${purpose} needs ${expected2}`
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
function lastUseNotices(region2, versions2) {
  const failures = versions2.flatMap(({ usage }) => usage === null || usage.ok ? [] : [usage.failure]);
  const [first] = failures;
  if (first === void 0) return [];
  const which = failures.length === 1 ? "one KMS key" : `${failures.length} KMS keys`;
  const message = `The last use of ${which} could not be read (${showFailure(first)}). ${failureRemedy(first)}`;
  return [noticeFrom(lastUse, region2, message)];
}
function later(a, b) {
  return Date.parse(a) > Date.parse(b) ? a : b;
}
var year, lastUse;
var init_last_use = __esm({
  "src/verify/checks/last-use.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_failure_remedy();
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
        onKey2("get-key-last-usage", target),
        findEvents(target),
        "If nothing needs it, raise `min_enabled_version` above the version: Vault then disables the KMS key, which can be undone."
      ].join("\n"),
      cost: "A disabled key decrypts nothing until `min_enabled_version` is lowered again.",
      page: "https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html",
      run: (subject) => {
        const { evidence, key: key2, context } = subject;
        if (evidence.usage === null || !evidence.usage.ok || key2.key_state !== "Enabled") return skip;
        const { last_used, created, tracked_since } = evidence.usage.value;
        const since = last_used ?? later(created, tracked_since);
        if (Date.parse(context.now) - Date.parse(since) < year) return pass;
        const what = last_used === null ? created < tracked_since ? `has no use on record since ${since}, when KMS began to record uses` : `has not been used since it was created on ${since}` : `was last used on ${last_used}`;
        return { status: "notice", message: `${versionName(subject)}: the KMS key ${key2.arn} ${what}.` };
      }
    };
  }
});

// src/verify/checks/latest-version.ts
var latestVersion;
var init_latest_version = __esm({
  "src/verify/checks/latest-version.ts"() {
    "use strict";
    init_check();
    init_expectations();
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
        rotate2(target)
      ].join("\n"),
      cost: "None: ciphertext of the versions in KMS stays readable.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management",
      run: ({ expectation }) => {
        const recorded = latestRecorded(expectation)?.version ?? 0;
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
var materialHistory;
var init_material_history = __esm({
  "src/verify/checks/material-history.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_failure_remedy();
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
        const { evidence, key: key2 } = subject;
        if (evidence.materials === null || key2.key_spec !== "SYMMETRIC_DEFAULT" || key2.origin !== "EXTERNAL")
          return skip;
        if (!evidence.materials.ok)
          return indeterminate({
            expected: "one key material",
            actual: evidence.materials.failure.code,
            message: `${versionName(subject)}: the material history of the KMS key ${key2.arn} could not be read (${showFailure(evidence.materials.failure)}).`,
            remedy: failureRemedy(evidence.materials.failure)
          });
        const materials = evidence.materials.value;
        const [only] = materials;
        if (only === void 0)
          return indeterminate({
            expected: "one key material",
            actual: "none listed",
            message: `${versionName(subject)}: KMS lists no key material for the KMS key ${key2.arn}, whose state is ${key2.key_state}.`,
            remedy: "Run the check again; if KMS keeps listing none, ask AWS Support."
          });
        if (materials.length === 1 && only.import_state === "PENDING_IMPORT")
          return fail({
            expected: "one key material that is imported",
            actual: "PENDING_IMPORT",
            message: `${versionName(subject)}: the key material ${only.id ?? ""} of the KMS key ${key2.arn} is not imported (PENDING_IMPORT).`
          });
        if (materials.length === 1 && only.id !== null && key2.key_material_id !== null && only.id !== key2.key_material_id)
          return fail({
            expected: `the current key material, ${key2.key_material_id}`,
            actual: only.id,
            message: `${versionName(subject)}: the KMS key ${key2.arn} lists the key material ${only.id}, but uses ${key2.key_material_id}.`
          });
        if (materials.length === 1) return pass;
        return fail({
          expected: "one key material",
          actual: `${materials.length} key materials`,
          message: `${versionName(subject)}: the KMS key ${key2.arn} has ${materials.length} key materials (${materials.map(({ id, state }) => `${id ?? "unnamed"} ${state ?? ""}`.trim()).join(", ")}).`
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
        const { expectation, version: version3, key: key2 } = subject;
        const expected2 = expectation.key_material_ids?.[String(version3)];
        if (expected2 === void 0 || key2.key_state === "PendingImport") return skip;
        if (key2.key_material_id === expected2) return pass;
        if (key2.key_material_id === null)
          return indeterminate({
            expected: expected2,
            actual: "no value",
            message: `${versionName(subject)}: KMS returns no material id for the key ${key2.arn}.`
          });
        return fail({
          expected: expected2,
          actual: key2.key_material_id,
          message: `${versionName(subject)}: the material of the KMS key ${key2.arn} is not the recorded one.`
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
        const { key: key2, expectation } = subject;
        const expected2 = expectation.replica_regions.length > 0 ? "PRIMARY" : "single-region";
        const actual = key2.multi_region === null ? "single-region" : key2.multi_region.type ?? "multi-region";
        if (actual === expected2) return pass;
        return fail({
          expected: expected2,
          actual,
          message: `${versionName(subject)}: the KMS key ${key2.arn} is ${actual}; ${expectation.replica_regions.length > 0 ? `Vault declares replicas in ${expectation.replica_regions.join(", ")}` : `Vault declares no replica region${replicasOf(key2)}`}.`
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
        const { key: key2 } = subject;
        if (key2.key_manager === "AWS" || key2.custom_key_store_id !== null) return skip;
        return compareEnum(
          subject,
          "Origin",
          "EXTERNAL",
          key2.origin,
          ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"],
          `has material of the origin ${key2.origin}, which is not Vault's`
        );
      }
    };
  }
});

// src/verify/checks/orphans.ts
function retire(owner) {
  return (target) => [
    `${owner} Find out who uses it, and when it was used last:`,
    onKey2("get-key-last-usage", target),
    findEvents(target),
    "Disable it first, and wait: a client that still needs it fails with DisabledException, and enabling it brings everything back. Do not delete it before: what it encrypted is lost with it.",
    onKey2("disable-key", target)
  ].join("\n");
}
function orphansOf(aliases, expectations) {
  const known3 = new Set(expectations.map(({ alias }) => alias));
  const keys2 = new Set(expectations.flatMap(({ versions: versions2 }) => Object.values(versions2)));
  return aliases.filter(({ name: name2 }) => name2.startsWith("alias/hashicorp/") && !known3.has(name2)).filter(({ target_key_id }) => target_key_id === null || !keys2.has(target_key_id)).map(({ name: name2, target_key_id }) => ({ alias: name2, key_id: target_key_id }));
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
    const actions2 = NotAction === void 0 ? texts(Action) : ["kms:*"];
    for (const other of accountsOf(Principal))
      if (other !== account2)
        actionsByAccount.set(other, [...actionsByAccount.get(other) ?? [], ...actions2]);
  }
  return [...actionsByAccount].map(([other, actions2]) => ({
    account: other,
    actions: [...new Set(actions2)],
    manages: actions2.some((action) => !uses.test(action))
  }));
}
function statementsOf(document2) {
  const statements = document2?.Statement;
  return [statements].flat().filter((one) => typeof one === "object" && one !== null);
}
function accountsOf(principal) {
  const aws2 = principal?.AWS;
  const ids = texts(aws2).flatMap(
    (text4) => /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(text4)?.[1] ?? []
  );
  return [...new Set(ids)];
}
function texts(value) {
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
  const versions2 = Object.entries(expectation.versions).map(([version3, id]) => [version3, keyIdOf(id)]);
  return { ...expectation, versions: Object.fromEntries(versions2) };
}
function keyIdOf(text4) {
  return /^arn:[^:]+:kms:[^:]*:[^:]*:key\/([^/]+)$/.exec(text4)?.[1] ?? text4;
}
function regionOf2({ arn: arn2 }) {
  return arn2.split(":")[3] ?? "";
}
var init_key_ids = __esm({
  "src/verify/key-ids.ts"() {
    "use strict";
  }
});

// src/verify/checks/policy-foreign.ts
function list(access2) {
  return access2.map(({ account: account2, actions: actions2 }) => `${account2} (${actions2.join(", ")})`).join("; ");
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
        const { evidence, key: key2, context } = subject;
        if (evidence.policy === null || !evidence.policy.ok) return skip;
        const account2 = key2.account_id ?? key2.arn.split(":")[4] ?? "";
        if (context.expected_account_id !== null && context.expected_account_id !== account2) return skip;
        const found2 = foreignAccess(evidence.policy.value, account2);
        const managing = found2.filter(({ manages }) => manages);
        const where = `${versionName(subject)}: the key policy of ${key2.arn} in ${regionOf2(key2)}`;
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
function bindsToKnownCallers({ operator, key: key2, values: values2 }) {
  const { quantifier, test, negated, if_exists } = parseOperator(operator);
  if (test === null || negated || if_exists || quantifier === "forallvalues") return false;
  const name2 = key2.toLowerCase();
  if (name2 === "aws:sourceip") return /ipaddress$/i.test(operator) && isNarrow(values2);
  const form = callerKeys[name2];
  if (form === void 0 || !/(string|arn)(equals|like|equalsignorecase)$/i.test(operator)) return false;
  return values2.every((value) => form.test(value) && !/[*?]|\$\{/.test(value));
}
function isNarrow(values2) {
  return values2.every((value) => (0, import_node_net3.isIP)(networkOf(value)) !== 0) && share(values2, 4) <= 1 && share(values2, 6) <= 1;
}
function share(values2, version3) {
  const [bits, whole] = version3 === 4 ? [32, 8] : [128, 32];
  return values2.filter((value) => (0, import_node_net3.isIP)(networkOf(value)) === version3).map((value) => 2 ** (whole - Number(value.split("/")[1] ?? bits))).reduce((sum, one) => sum + one, 0);
}
function networkOf(value) {
  return value.split("/")[0] ?? "";
}
var import_node_net3, callerKeys;
var init_fixed_callers = __esm({
  "src/verify/key-policy/fixed-callers.ts"() {
    "use strict";
    import_node_net3 = require("node:net");
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
  return policy.statements.filter(isPublic).map(({ label: label3 }) => label3);
}
function isPublic(statement2) {
  if (statement2.Effect === "Deny" || !isForEveryone(statement2)) return false;
  return !(conditionEntries(statement2.Condition) ?? []).some(bindsToKnownCallers);
}
function isForEveryone({ Principal, NotPrincipal }) {
  if (NotPrincipal !== void 0 || !isRecord(Principal)) return true;
  const names2 = Object.values(Principal).flat();
  return names2.length === 0 || names2.some((name2) => typeof name2 !== "string" || /[*?]|\$\{/.test(name2));
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
function analyzerNotices(region2, evidence) {
  for (const { public_access } of evidence)
    if (public_access !== null && !public_access.ok) {
      const { failure } = public_access;
      const message = `IAM Access Analyzer gave no answer about key policies in ${region2} (${showFailure(failure)}); a stricter reading of their elements decided instead. ${failureRemedy(failure)}`;
      return [noticeFrom(policyPublic, region2, message)];
    }
  return [];
}
var policyPublic;
var init_policy_public = __esm({
  "src/verify/checks/policy-public.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_failure_remedy();
    init_public_statements();
    init_remedy();
    policyPublic = {
      id: "policy_public",
      scope: "version",
      depth: "standard",
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

// src/verify/checks/public-key.ts
function derOf(pem) {
  try {
    return (0, import_node_crypto2.createPublicKey)(pem).export({ type: "spki", format: "der" });
  } catch {
    return null;
  }
}
var import_node_crypto2, publicKey2;
var init_public_key = __esm({
  "src/verify/checks/public-key.ts"() {
    "use strict";
    import_node_crypto2 = require("node:crypto");
    init_evidence();
    init_check();
    init_expectations();
    init_failure_remedy();
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
        const { expectation, version: version3, evidence, key: key2 } = subject;
        const pem = expectation.public_keys[String(version3)];
        const name2 = versionName(subject);
        if (expectation.type === "aes256-gcm96" || key2.key_spec === "SYMMETRIC_DEFAULT") return skip;
        if (pem === void 0 && keyStateOf(expectation, version3) === "Enabled" && key2.key_state === "Enabled")
          return indeterminate({
            expected: "Vault's public key",
            actual: "not given",
            message: `${name2}: there is no public key of Vault to compare the KMS key ${key2.arn} with.`,
            remedy: "Give `public_keys` with the key, as Vault returns them; the action, and an event that reads from Vault, do so."
          });
        if (evidence.public_key === null || pem === void 0) return skip;
        const expected2 = derOf(pem);
        if (expected2 === null)
          return indeterminate({
            expected: "a public key in PEM",
            actual: "not readable",
            message: `${name2}: the given public key is not a PEM.`,
            remedy: "Give the public key as Vault returns it."
          });
        if (!evidence.public_key.ok)
          return indeterminate({
            expected: `the public key of ${key2.arn}`,
            actual: evidence.public_key.failure.code,
            message: `${name2}: the public key of the KMS key ${key2.arn} could not be read (${showFailure(evidence.public_key.failure)}).`,
            remedy: failureRemedy(evidence.public_key.failure)
          });
        const actual = Buffer.from(evidence.public_key.value, "base64");
        if (actual.equals(expected2)) return pass;
        return fail({
          expected: "Vault's public key",
          actual: "another public key",
          message: `${name2}: the public key of the KMS key ${key2.arn} is not the one in Vault.`
        });
      }
    };
  }
});

// src/verify/checks/replicas.ts
function evaluateReplica(subject, region2) {
  const evidence = subject.evidence.replicas[region2];
  const name2 = versionName(subject);
  if (evidence === void 0 || !evidence.ok) {
    const failure = evidence?.failure;
    if (failure?.cause === "not_found")
      return fail({
        expected: `a replica in ${region2}`,
        actual: "none",
        message: `${name2}: KMS in ${region2} has no replica of ${subject.key.arn}.`
      });
    return indeterminate({
      expected: `a replica in ${region2}`,
      actual: failure?.code ?? "not read",
      message: `${name2}: the replica in ${region2} could not be read${failure ? ` (${showFailure(failure)})` : ""}.`,
      ...failure ? { remedy: failureRemedy(failure) } : {}
    });
  }
  const { key_state, multi_region, arn: arn2 } = evidence.value;
  if (key_state === "PendingImport")
    return fail({
      expected: `a replica in ${region2} with its material`,
      actual: "PendingImport",
      message: `${name2}: the replica ${arn2} has no key material.`
    });
  if (multi_region?.type !== "REPLICA")
    return fail({
      expected: `a REPLICA in ${region2}`,
      actual: multi_region?.type ?? "single-region",
      message: `${name2}: the KMS key ${arn2} is not a replica.`
    });
  return pass;
}
function undeclared(subject) {
  const { expectation, key: key2 } = subject;
  const declared = expectation.replica_regions;
  const extra = (key2.multi_region?.replica_regions ?? []).filter((region2) => !declared.includes(region2));
  if (declared.length === 0 || extra.length === 0) return skip;
  return fail({
    expected: `replicas in ${declared.join(", ")}`,
    actual: `also in ${extra.join(", ")}`,
    message: `${versionName(subject)}: the KMS key ${key2.arn} also has a replica in ${extra.join(", ")}, which Vault does not declare: a client that may use that replica decrypts what this key encrypts.`,
    remedy: (target) => [
      "Find who replicated it (ReplicateKey), and who uses the replica:",
      findEvents(target),
      "Disable the replica, and wait: a client that still needs it fails with DisabledException, and enabling it brings everything back. The other regions are not affected:",
      ...extra.map((region2) => onKey2("disable-key", { ...target, region: shellWord(region2) }))
    ].join("\n")
  });
}
var replicas;
var init_replicas = __esm({
  "src/verify/checks/replicas.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_failure_remedy();
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
          ...subject.expectation.replica_regions.map((region2) => evaluateReplica(subject, region2)),
          undeclared(subject)
        ];
        return results.find(({ status }) => status === "fail") ?? results.find(({ status }) => status === "indeterminate") ?? pass;
      }
    };
  }
});

// src/verify/checks/version-record.ts
var versionRecord;
var init_version_record = __esm({
  "src/verify/checks/version-record.ts"() {
    "use strict";
    init_check();
    init_expectations();
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
        readDistribution3(target),
        "Do not remove the distribution, and keep the KMS key of the missing version: nothing else decrypts what it encrypted."
      ].join("\n"),
      cost: "None.",
      page: "https://developer.hashicorp.com/vault/docs/secrets/key-management",
      run: ({ expectation }) => {
        const { name: name2, versions: versions2, min_enabled_version } = expectation;
        const last = latestRecorded(expectation)?.version ?? 0;
        const missing2 = Array.from({ length: last }, (_, index) => index + 1).filter(
          (version3) => versions2[String(version3)] === void 0
        );
        if (missing2.length === 0) return pass;
        const list4 = missing2.join(", ");
        const enabled = missing2.filter((version3) => version3 >= min_enabled_version);
        const message = `${name2}: the distribution record ends with version ${last}, and lacks ${missing2.length === 1 ? "version" : "versions"} ${list4}`;
        if (enabled.length === 0)
          return { status: "notice", message: `${message}, below min_enabled_version ${min_enabled_version}.` };
        return fail({ expected: `versions 1 to ${last}`, actual: `without ${list4}`, message: `${message}.` });
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
      lastUse
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
  return severities.indexOf(severity2) > severities.indexOf("medium") ? "medium" : severity2;
}
function withSeverity(finding2) {
  return { ...finding2, severity: finding2.severity ?? severityOf(finding2.check, finding2.status, void 0) };
}
var usual;
var init_severities = __esm({
  "src/verify/severities.ts"() {
    "use strict";
    init_report();
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
  return {
    ...parts,
    keys: parts.keys.map((key2) => ({
      ...key2,
      findings: key2.findings.map((finding2) => named2(finding2, keyReportId(key2))),
      versions: key2.versions.map((version3) => ({
        ...version3,
        findings: version3.findings.map((finding2) => named2(finding2, `${keyReportId(key2)}@${version3.version}`))
      }))
    })),
    findings: parts.findings.map((finding2) => named2(finding2, parts.region)),
    permissions: parts.permissions.map(namedPermission)
  };
}
function named2(finding2, subject) {
  const { id, replica_region, check: check2 } = finding2;
  if (id !== void 0 && finding2.severity !== void 0) return finding2;
  const replica = replica_region === void 0 ? "" : `/${replica_region}`;
  return withSeverity({ id: id ?? `${subject}${replica}/${check2}`, ...finding2 });
}
function namedPermission(row4) {
  if (row4.id !== void 0 || row4.decision === "allowed") return row4;
  return { id: permissionId(row4), ...row4 };
}
function controlsAt(depth, permissions2) {
  const ran = Object.values(checkCatalogue).filter((check2) => depth === "full" || check2.depth === "standard").map(({ id }) => id);
  const sources2 = [...ran, ...permissions2.length > 0 ? ["permission"] : []];
  return Object.fromEntries(
    sources2.map((source) => [source, controlsOf(source)]).filter(([, ids]) => ids.length > 0)
  );
}
var init_identify = __esm({
  "src/verify/identify.ts"() {
    "use strict";
    init_all_controls();
    init_report_findings();
    init_all_checks();
    init_severities();
  }
});

// src/verify/take-inventory.ts
async function takeInventory({ region: region2, account_id, history }, expectations, aliases, effects2) {
  const { reader } = effects2;
  const ids = await reader.keyIds(region2);
  if (!ids.ok) return null;
  const recorded = new Set(expectations.flatMap(({ versions: versions2 }) => Object.values(versions2)));
  const named8 = aliasesByKey(aliases);
  const unknown2 = ids.value.filter((id) => !recorded.has(id) && !isNamedByAws(named8.get(id) ?? []));
  const described2 = await describeAll(region2, unknown2.slice(0, mostKeys), effects2);
  const read5 = described2.filter((key2) => key2 !== null);
  const others = read5.filter(
    ({ key_manager, multi_region }) => key_manager !== "AWS" && multi_region?.type !== "REPLICA"
  );
  const sourced = others.flatMap((key2) => {
    const source = sourceOf2(key2);
    return source === null ? [] : [{ key: key2, source }];
  });
  const creators = history && sourced.length > 0 ? await reader.keyCreators(region2) : null;
  const created = creators?.ok ? creators.value : {};
  const lastUses = await lastUsesOf(
    region2,
    sourced.map(({ key: key2 }) => key2),
    effects2
  );
  const outside = sourced.map(
    ({ key: { key_id, arn: arn2, key_state, creation_date }, source }) => ({
      key_id,
      arn: arn2,
      source,
      key_state,
      created: creation_date,
      aliases: [...named8.get(key_id) ?? []].sort(),
      creator: created[arn2] ?? null,
      last_used: lastUses.get(key_id) ?? null
    })
  ).sort((a, b) => a.key_id.localeCompare(b.key_id));
  const vault = ids.value.filter((id) => recorded.has(id)).length;
  const unread2 = unknown2.length - read5.length + (others.length - sourced.length);
  return inventoryOf({ region: region2, account_id }, vault, outside, unread2);
}
function commonInventory(inventories) {
  const [first, ...others] = inventories;
  const outside = first.outside.filter(
    ({ key_id }) => others.every((other) => other.outside.some((key2) => key2.key_id === key_id))
  );
  const vault = first.total - outside.length;
  const unread2 = Math.max(...inventories.map((inventory2) => inventory2.unread));
  return inventoryOf(first, vault, outside, unread2);
}
function inventoryOf({ region: region2, account_id }, vault, outside, unread2) {
  const count3 = (source) => outside.filter((key2) => key2.source === source).length;
  return {
    region: region2,
    account_id,
    total: vault + outside.length,
    vault,
    imported: count3("imported"),
    kms: count3("kms"),
    custom_key_store: count3("custom_key_store"),
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
  for (const { name: name2, target_key_id } of aliases.ok ? aliases.value : [])
    if (target_key_id !== null) byKey.set(target_key_id, [...byKey.get(target_key_id) ?? [], name2]);
  return byKey;
}
function isNamedByAws(names2) {
  return names2.some((name2) => name2.startsWith("alias/aws/"));
}
async function describeAll(region2, ids, { reader, clock: clock2, deadline, concurrency: concurrency4 }) {
  const limit6 = pLimit(concurrency4);
  return Promise.all(
    ids.map(
      (id) => limit6(async () => {
        if (deadline !== null && clock2.now() >= deadline) return null;
        const key2 = await reader.key(region2, id);
        return key2.ok ? key2.value : null;
      })
    )
  );
}
async function lastUsesOf(region2, keys2, { reader, clock: clock2, deadline }) {
  const due2 = keys2.filter(({ key_state }) => key_state !== "PendingDeletion").slice(0, mostUsages);
  const uses2 = await Promise.all(
    due2.map(async ({ key_id }) => {
      if (deadline !== null && clock2.now() >= deadline) return [];
      const usage = await reader.lastUsage(region2, key_id);
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
    key: (region2, id) => remember(keys2, `${region2} ${id}`, () => reader.key(region2, id)),
    keyIds: (region2) => remember(lists, region2, () => reader.keyIds(region2))
  };
}
function remember(known3, name2, ask2) {
  const answer = known3.get(name2) ?? ask2();
  known3.set(name2, answer);
  return answer;
}
var mostKeys, mostUsages;
var init_take_inventory = __esm({
  "src/verify/take-inventory.ts"() {
    "use strict";
    init_p_limit();
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
  const { region: region2, account_id, principal_arn, checked_at, keys: keys2, permissions: permissions2, orphans, findings: findings2, notices } = parts;
  const complete2 = parts.complete ?? parts.next === null;
  const status = worst([
    ...keys2.map((key2) => key2.status),
    ...permissions2.map(({ decision }) => statusOf(decision)),
    ...findings2.map((finding2) => finding2.status)
  ]);
  return {
    schema_version: 1,
    status,
    compliant: status === "pass" && complete2,
    complete: complete2,
    ...parts.next === null ? {} : { next: parts.next },
    region: region2,
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
    ...parts.depth === void 0 ? {} : { controls: controlsAt(parts.depth, permissions2) },
    ...parts.inventory === void 0 ? {} : { inventory: parts.inventory }
  };
}
function statusOf(decision) {
  return decision === "allowed" ? "pass" : decision === "denied" ? "fail" : "indeterminate";
}
function summarize(keys2, permissions2) {
  const versions2 = keys2.flatMap((key2) => key2.versions);
  const count3 = (list4, test) => list4.filter(test).length;
  return {
    keys: keys2.length,
    key_status: byStatus(keys2),
    versions: versions2.length,
    ...byStatus(versions2),
    permissions: {
      allowed: count3(permissions2, ({ decision }) => decision === "allowed"),
      denied: count3(permissions2, ({ decision }) => decision === "denied"),
      indeterminate: count3(permissions2, ({ decision }) => decision === "indeterminate")
    }
  };
}
function byStatus(parts) {
  const count3 = (wanted2) => parts.filter(({ status }) => status === wanted2).length;
  return { passed: count3("pass"), failed: count3("fail"), indeterminate: count3("indeterminate") };
}
function mergeReports(reports) {
  const complete2 = reports.every((report) => report.complete);
  return buildReport({ ...mergedParts(reports), inventory: mergedInventory(reports), complete: complete2, next: null });
}
function withFindings(report, findings2) {
  if (findings2.length === 0) return report;
  const status = worst([report.status, ...findings2.map((finding2) => finding2.status)]);
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
    region: joinValues(reports.map(({ region: region2 }) => region2)) ?? "",
    account_id: joinValues(reports.map(({ account_id }) => account_id)),
    principal_arn: joinValues(reports.map(({ principal_arn }) => principal_arn)),
    checked_at: reports.map(({ checked_at }) => checked_at).sort()[0] ?? "",
    depth: commonDepth(reports),
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
  const checked2 = reports.filter(({ depth }) => depth !== void 0);
  const partial = new Set(checked2.filter(({ inventory: inventory2 }) => inventory2 === void 0).map(scopeOf));
  const isPartial = (one) => partial.has(scopeOf(one)) || partial.has(scopeOf({ ...one, account_id: null }));
  const all = checked2.flatMap(({ inventory: inventory2 = [] }) => inventory2).filter((one) => !isPartial(one));
  const scopes2 = [...new Set(all.map(scopeOf))];
  if (scopes2.length === 0) return void 0;
  return scopes2.map((scope) => commonInventory(all.filter((one) => scopeOf(one) === scope)));
}
function commonDepth(reports) {
  const depths = reports.map(({ depth }) => depth).filter((depth) => depth !== void 0);
  return depths.find((depth) => depth === "standard") ?? depths[0];
}
function joinValues(values2) {
  const known3 = [...new Set(values2.filter((value) => value !== null))];
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
function scopeOf({ region: region2, account_id }) {
  return `${account_id} ${region2}`;
}
function distinct(list4) {
  return [...new Map(list4.map((entry) => [JSON.stringify(entry), entry])).values()];
}
var init_build_report = __esm({
  "src/verify/build-report.ts"() {
    "use strict";
    init_report();
    init_run_checks();
    init_identify();
    init_take_inventory();
  }
});

// src/verifier/invoke-verifier.ts
async function invokeVerifier(target, event, clients) {
  const payload2 = await callVerifier(target, event, clients);
  if (isWholeReport(payload2)) return payload2;
  throw new RunError(
    "lambda_no_report",
    `${target.name} answered something other than a whole report.`,
    "Check that `lambda_function` names the verifier, and that it is deployed in the version of this action."
  );
}
async function callVerifier({ name: name2, region: region2 }, event, clients) {
  const { lambdaClient, InvokeCommand } = await Promise.resolve().then(() => __toESM(require("./lib/lambda-client.cjs"), 1));
  const client = lambdaClient(clients, region2);
  const command2 = new InvokeCommand({ FunctionName: name2, Payload: Buffer.from(JSON.stringify(event)) });
  const answer = await client.send(command2, clients.options).catch((error) => {
    throw notInvoked(error, name2, region2);
  });
  const payload2 = parse3(Buffer.from(answer.Payload ?? []).toString("utf8"));
  if (answer.FunctionError !== void 0) throw failed3(payload2, name2, answer.$metadata.requestId);
  return payload2;
}
function notInvoked(error, name2, region2) {
  const failure = failureOf(error, "lambda:InvokeFunction");
  const { code: code2, remedy: remedy2 = failureRemedy(failure) } = outcomes[failure.cause] ?? { code: "lambda_failed" };
  const message = `Invoking ${name2} in ${region2} failed: ${failure.code}: ${failure.message}`;
  return new RunError(code2, message, remedy2, { cause: error });
}
function failed3(payload2, name2, request) {
  const { errorType, errorMessage } = payload2 ?? {};
  const type = typeof errorType === "string" ? errorType : "an error without a type";
  const text4 = typeof errorMessage === "string" ? errorMessage : "no further details";
  const message = `${name2} failed${request === void 0 ? "" : ` (request ${request})`}: ${type}: ${text4}`;
  if (type === "InvalidEventError")
    return new RunError(
      "lambda_event_refused",
      message,
      "Change what the message names; roles have to be listed in the function's ALLOWED_ROLE_ARNS, and its version has to be that of this action."
    );
  if (/timed out after/i.test(text4))
    return new RunError(
      "lambda_timed_out",
      message,
      "Raise the function's timeout; if its subnets have no route to AWS, give them a NAT gateway or VPC endpoints."
    );
  return new RunError("lambda_failed", message, `Read the function's log: /aws/lambda/${name2}.`);
}
function parse3(text4) {
  try {
    return JSON.parse(text4);
  } catch {
    return text4;
  }
}
function isWholeReport(payload2) {
  const { schema_version, keys: keys2, summary } = payload2 ?? {};
  if (schema_version !== 1 || !Array.isArray(keys2) || summary === void 0) return false;
  const versions2 = keys2.reduce((sum, key2) => sum + key2.versions.length, 0);
  return summary.keys === keys2.length && summary.versions === versions2;
}
var denied2, unreachable, outcomes;
var init_invoke_verifier = __esm({
  "src/verifier/invoke-verifier.ts"() {
    "use strict";
    init_aws_failure();
    init_errors();
    init_failure_remedy();
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
  const shared = openSharedConnections(clock2);
  return { shared, clients: openClients({ ...effects2, ...shared, credentials: null, kms_endpoint: null }) };
}
async function verifyThroughLambda(target, request, expectations, clients) {
  const reports = [];
  for (const [index, keys2] of batchesOf(expectations, batchLimits).entries()) {
    const permissions2 = index === 0 ? request.permissions : { sets: [], actions: [] };
    const event = { ...request, permissions: permissions2, keys: keys2, max_report_bytes: largestAnswer2 };
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
function stuck({ name: name2 }, region2) {
  return new RunError(
    "lambda_timed_out",
    `${name2} made no progress in ${region2} before its timeout.`,
    "Raise the function's timeout, and check that it reaches KMS and IAM: its log names the call that was slow."
  );
}
var batchLimits, largestAnswer2;
var init_verify_through_lambda = __esm({
  "src/verifier/verify-through-lambda.ts"() {
    "use strict";
    init_aws_effects();
    init_clients();
    init_errors();
    init_batches();
    init_build_report();
    init_invoke_verifier();
    batchLimits = { bytes: 55e5, versions: 2e3 };
    largestAnswer2 = 55e5;
  }
});

// src/aws/verifier-identity.ts
async function resolveVerifierCredentials(identity, region2, runId, clients, clock2) {
  if (identity.kind === "self") return found(null);
  if (identity.kind === "read") return identity.read(clients, region2);
  const foreign = foreignPartition(identity.role_arn, region2);
  if (foreign !== null) return failed2(foreign);
  const assume = () => assumeRole(identity, region2, runId, clients);
  const first = await readEvidence("sts:AssumeRole", assume);
  return first.ok ? found(renewing(first.value, assume, clock2)) : first;
}
function foreignPartition(roleArn, region2) {
  const role2 = parsePrincipal(roleArn)?.partition;
  const { id } = partitionOf(region2);
  if (role2 === void 0 || role2 === id) return null;
  return {
    cause: "wrong_partition",
    code: "WrongPartition",
    message: `${roleArn} is in the partition ${role2}, and ${region2} is in ${id}`,
    action: "sts:AssumeRole"
  };
}
async function assumeRole(role2, region2, runId, clients) {
  const { stsClient, AssumeRoleCommand } = await Promise.resolve().then(() => __toESM(require("./lib/sts-client.cjs"), 1));
  const sts = stsClient(clients, region2);
  const assume = async (sourceIdentity) => sts.send(
    new AssumeRoleCommand({
      RoleArn: role2.role_arn,
      RoleSessionName: sessionName(runId),
      DurationSeconds: 900,
      ...sourceIdentity === null ? {} : { SourceIdentity: sourceIdentity },
      ...role2.external_id === null ? {} : { ExternalId: role2.external_id }
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
  const margin2 = 12e4;
  let current = first;
  let renewal = null;
  return async () => {
    const { expiration } = current;
    if (expiration !== void 0 && expiration.getTime() - clock2.now().getTime() < margin2) {
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      current = await renewal;
    }
    return current;
  };
}
var init_verifier_identity = __esm({
  "src/aws/verifier-identity.ts"() {
    "use strict";
    init_evidence();
    init_partitions();
    init_principal();
    init_aws_failure();
  }
});

// src/verify/analyze-once.ts
function analyzeOnce(reader) {
  const answers = /* @__PURE__ */ new Map();
  return {
    ...reader,
    publicAccess(region2, policy) {
      const text4 = `${region2} ${JSON.stringify(policy)}`;
      const answer = answers.get(text4) ?? reader.publicAccess(region2, policy);
      answers.set(text4, answer);
      return answer;
    }
  };
}
var init_analyze_once = __esm({
  "src/verify/analyze-once.ts"() {
    "use strict";
  }
});

// src/verify/collect-evidence.ts
async function collectEvidence(expectations, request, { reader, clock: clock2, deadline, concurrency: concurrency4 }) {
  const limit6 = pLimit(concurrency4);
  const policyRead2 = /* @__PURE__ */ new Set();
  const usageDue = firstVersions(expectations, mostUsages2);
  const due2 = (index) => index < concurrency4 || deadline === null || clock2.now() < deadline;
  const collected = await Promise.all(
    expectations.map(
      (expectation, index) => limit6(async () => {
        if (!due2(index)) return null;
        const readsUsage = request.depth === "full" && usageDue.has(expectation);
        const key2 = await collectKeyEvidence(expectation, request, reader, policyRead2, readsUsage);
        return isCutOff(key2) ? null : key2;
      })
    )
  );
  const end2 = collected.indexOf(null);
  return end2 === -1 ? collected : collected.slice(0, end2);
}
async function collectKeyEvidence(expectation, request, reader, policyRead2, readsUsage) {
  const latest = latestRecorded(expectation)?.version;
  const entries = await Promise.all(
    Object.entries(expectation.versions).map(async ([version3, keyId2]) => {
      const number2 = Number(version3);
      const key2 = await reader.key(request.region, keyId2);
      const readsPolicy = number2 === latest && key2.ok && !policyRead2.has(expectation.kms);
      if (readsPolicy) policyRead2.add(expectation.kms);
      const [evidence, usage] = await Promise.all([
        collectDetails(expectation, number2, keyId2, key2, request, reader, readsPolicy),
        readsUsage && key2.ok ? collectUsage(expectation, keyId2, request.region, reader) : null
      ]);
      return [version3, { ...evidence, usage }];
    })
  );
  return { expectation, evidence: Object.fromEntries(entries) };
}
async function collectUsage({ replica_regions }, keyId2, region2, reader) {
  const regions2 = [region2, ...replica_regions];
  return latestUsage(await Promise.all(regions2.map((one) => reader.lastUsage(one, keyId2))));
}
function firstVersions(expectations, most5) {
  let count3 = 0;
  return new Set(
    expectations.filter(({ versions: versions2 }) => {
      count3 += Object.keys(versions2).length;
      return count3 <= most5;
    })
  );
}
async function collectDetails(expectation, version3, keyId2, key2, request, reader, policyIsDue) {
  if (!key2.ok) return nothingRead(key2);
  const { region: region2, depth } = request;
  const { key_state, key_spec, origin: origin2, multi_region } = key2.value;
  const full = depth === "full";
  const hasMaterial = key_state === "Enabled" || key_state === "Disabled";
  const wantsHistory = full && hasMaterial && key_spec === "SYMMETRIC_DEFAULT" && origin2 === "EXTERNAL";
  const wantsPublicKey = key_state === "Enabled" && keyStateOf(expectation, version3) === "Enabled" && key_spec !== "SYMMETRIC_DEFAULT" && expectation.public_keys[String(version3)] !== void 0;
  const replicaRegions3 = multi_region?.type === "PRIMARY" ? expectation.replica_regions : [];
  const [policies, materials, public_key, grants2, replicas2] = await Promise.all([
    full || policyIsDue ? collectPolicy(region2, keyId2, reader) : null,
    wantsHistory ? reader.materials(region2, keyId2) : null,
    wantsPublicKey ? reader.publicKey(region2, keyId2) : null,
    full ? reader.grants(region2, keyId2) : null,
    Promise.all(replicaRegions3.map(async (replica) => [replica, await reader.key(replica, keyId2)]))
  ]);
  const { policy, public_access } = policies ?? { policy: null, public_access: null };
  const replica_policies = full ? await policiesOf2(replicas2, keyId2, reader) : {};
  return {
    key: key2,
    policy,
    public_access,
    materials,
    public_key,
    grants: grants2,
    usage: null,
    replicas: Object.fromEntries(replicas2),
    replica_policies
  };
}
async function collectPolicy(region2, keyId2, reader) {
  const policy = await reader.policy(region2, keyId2);
  return { policy, public_access: policy.ok ? await reader.publicAccess(region2, policy.value) : null };
}
async function policiesOf2(replicas2, keyId2, reader) {
  const found2 = replicas2.filter(([, replica]) => replica.ok);
  const read5 = found2.map(async ([region2]) => [region2, await reader.policy(region2, keyId2)]);
  return Object.fromEntries(await Promise.all(read5));
}
function nothingRead(key2) {
  return {
    key: key2,
    policy: null,
    public_access: null,
    materials: null,
    public_key: null,
    grants: null,
    usage: null,
    replicas: {},
    replica_policies: {}
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
      ...Object.values(version3.replicas),
      ...Object.values(version3.replica_policies)
    ].some(isAborted)
  );
}
var mostUsages2;
var init_collect_evidence = __esm({
  "src/verify/collect-evidence.ts"() {
    "use strict";
    init_p_limit();
    init_last_use();
    init_expectations();
    mostUsages2 = 100;
  }
});

// src/verify/cursor.ts
function inOrder(expectations) {
  return [...expectations].sort((a, b) => compare(cursorPosition(a), cursorPosition(b)));
}
function cursorPosition({ kms, name: name2 }) {
  return `${kms}/${name2}`;
}
function remaining(ordered, { after }) {
  return after === null ? ordered : ordered.filter((expectation) => compare(cursorPosition(expectation), after) > 0);
}
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
function writeCursor(cursor, region2) {
  const body2 = JSON.stringify({ ...cursor, region: region2 });
  return Buffer.from(`${digest(body2)}${body2}`).toString("base64url");
}
function readCursor(text4, region2) {
  const body2 = Buffer.from(text4, "base64url").toString("utf8");
  const json = body2.slice(8);
  if (body2.slice(0, 8) !== digest(json)) return null;
  const cursor = JSON.parse(json);
  if (cursor.region !== region2) return null;
  const { after, permissions_done } = cursor;
  return { after, permissions_done };
}
function digest(body2) {
  return (0, import_node_crypto3.createHash)("sha256").update(body2).digest("hex").slice(0, 8);
}
var import_node_crypto3, start2;
var init_cursor = __esm({
  "src/verify/cursor.ts"() {
    "use strict";
    import_node_crypto3 = require("node:crypto");
    start2 = { after: null, permissions_done: false };
  }
});

// src/verify/evaluate-key.ts
function evaluateKey(expectation, evidence, aliases, context) {
  const notices = [];
  const versions2 = Object.entries(expectation.versions).map(([version3, keyId2]) => ({ version: Number(version3), keyId: keyId2 })).sort((a, b) => a.version - b.version).map(
    ({ version: version3, keyId: keyId2 }) => evaluateVersion(expectation, version3, keyId2, evidence[version3], context, notices)
  );
  const latest = latestRecorded(expectation);
  const subject = {
    expectation,
    aliases,
    latest: latest === null ? null : evidence[latest.version]?.key ?? null,
    context
  };
  const target = remedyTarget(expectation, context.region);
  const findings2 = keyChecks.flatMap(
    (check2) => record2(check2, check2.run(subject), expectation.name, target, notices)
  );
  const { name: name2, kms, alias, namespace = "", path = "keymgmt" } = expectation;
  const id = distributionId({ namespace, path }, kms, name2);
  const status = worst([...versions2, ...findings2].map((part) => part.status));
  return { key: { id, name: name2, kms, alias, status, versions: versions2, findings: findings2 }, notices };
}
function evaluateVersion(expectation, version3, keyId2, evidence, context, notices) {
  const name2 = `${expectation.name}@${version3}`;
  const described2 = evidence?.key ?? notRead;
  const id = `${expectation.kms}/${name2}`;
  const target = remedyTarget(
    expectation,
    context.region,
    described2.ok ? described2.value : { key_id: keyId2 }
  );
  const findings2 = record2(exists, evaluateExists(name2, keyId2, described2, context), id, target, notices);
  if (evidence === void 0 || !described2.ok)
    return {
      version: version3,
      key_id: keyId2,
      arn: null,
      key_state: null,
      key_material_id: null,
      status: worst(findings2.map(({ status }) => status)),
      findings: findings2
    };
  const key2 = described2.value;
  const subject = { expectation, version: version3, key: key2, evidence, context };
  for (const check2 of versionChecks) findings2.push(...record2(check2, check2.run(subject), id, target, notices));
  findings2.push(...evaluateReplicas(subject, id, notices));
  return {
    version: version3,
    key_id: keyId2,
    arn: key2.arn,
    key_state: key2.key_state,
    key_material_id: key2.key_material_id,
    ...usageOf(evidence),
    status: worst(findings2.map(({ status }) => status)),
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
  return Object.entries(evidence.replicas).flatMap(([region2, replica]) => {
    if (!replica.ok || replica.value.multi_region?.type !== "REPLICA") return [];
    const own = { ...nothingRead(replica), policy: evidence.replica_policies[region2] ?? null };
    const context = { ...subject.context, region: region2 };
    const target = remedyTarget(expectation, region2, replica.value);
    return replicaChecks.flatMap(
      (check2) => record2(
        check2,
        check2.run({ ...subject, key: replica.value, evidence: own, context }),
        id,
        target,
        notices
      )
    ).map((finding2) => ({ ...finding2, replica_region: region2 }));
  });
}
function record2(check2, result, id, target, notices) {
  if (result.status === "pass" || result.status === "skip") return [];
  if (result.status === "notice") {
    notices.push(noticeFrom(check2, id, result.message));
    return [];
  }
  return [findingFrom(check2, result.status, result, target)];
}
var notRead;
var init_evaluate_key = __esm({
  "src/verify/evaluate-key.ts"() {
    "use strict";
    init_id();
    init_report();
    init_check();
    init_all_checks();
    init_exists();
    init_collect_evidence();
    init_expectations();
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

// src/verify/aliases.ts
function indexAliases(list4) {
  if (!list4.ok) return list4;
  const byTarget = /* @__PURE__ */ new Map();
  for (const alias of list4.value) {
    if (alias.target_key_id === null) continue;
    const others = byTarget.get(alias.target_key_id);
    if (others === void 0) byTarget.set(alias.target_key_id, [alias]);
    else others.push(alias);
  }
  return found({ byName: new Map(list4.value.map((alias) => [alias.name, alias])), byTarget });
}
var init_aliases = __esm({
  "src/verify/aliases.ts"() {
    "use strict";
    init_evidence();
  }
});

// src/verify/recheck.ts
async function recheckTransient(keys2, aliases, request, context, effects2) {
  let current = aliases;
  let index = indexAliases(aliases);
  const evaluatedKeys = keys2.map((collected) => evaluated(collected, index, context));
  for (const wait2 of waits) {
    const open4 = evaluatedKeys.flatMap((key2, at) => mayPass(key2, index, context) ? [at] : []);
    if (open4.length === 0 || !timeFor(wait2, effects2)) break;
    await effects2.clock.sleep(wait2);
    current = await effects2.reader.aliases(request.region);
    index = indexAliases(current);
    for (const at of open4) {
      const before = evaluatedKeys[at].collected;
      const again = await collectKeyEvidence(
        before.expectation,
        request,
        effects2.reader,
        policyRead(before),
        false
      );
      evaluatedKeys[at] = evaluated(withUsage(again, before), index, context);
    }
  }
  return { keys: evaluatedKeys, aliases: current };
}
function evaluated(collected, aliases, context) {
  return { collected, evaluation: evaluateKey(collected.expectation, collected.evidence, aliases, context) };
}
function withUsage(again, { evidence: before }) {
  const evidence = Object.entries(again.evidence).map(
    ([version3, read5]) => [version3, { ...read5, usage: before[version3]?.usage ?? null }]
  );
  return { ...again, evidence: Object.fromEntries(evidence) };
}
function policyRead({ expectation, evidence }) {
  const read5 = Object.values(evidence).some(({ policy }) => policy !== null);
  return new Set(read5 ? [] : [expectation.kms]);
}
function timeFor(wait2, { clock: clock2, deadline }) {
  return deadline === null || clock2.now().getTime() + wait2 < deadline.getTime();
}
function mayPass({ collected, evaluation }, aliases, context) {
  const failed5 = findingsOfKey(evaluation.key).map(({ finding: finding2 }) => finding2).filter(({ status }) => status === "fail");
  if (failed5.some(isTransient)) return true;
  return failed5.some(({ check: check2 }) => transientChecks.has(check2)) && isYoung(collected, aliases, context);
}
function isTransient({ check: check2, actual }) {
  return check2 === "key_state" && (actual === "Creating" || actual === "Updating");
}
function isYoung({ expectation, evidence }, aliases, { now }) {
  const alias = aliases.ok ? aliases.value.byName.get(expectation.alias) : void 0;
  const times = [
    expectation.distribution_time,
    alias?.updated,
    ...Object.values(evidence).map(({ key: key2 }) => key2.ok ? key2.value.creation_date : null)
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
async function findOrphanKeys(region2, expectations, aliases, { reader, clock: clock2, deadline, concurrency: concurrency4 }) {
  if (!aliases.ok) return notSearched(region2, aliases.failure);
  const ids = await reader.keyIds(region2);
  if (!ids.ok) return notSearched(region2, ids.failure);
  const known3 = /* @__PURE__ */ new Set([
    ...aliases.value.map(({ target_key_id }) => target_key_id),
    ...expectations.flatMap(({ versions: versions2 }) => Object.values(versions2))
  ]);
  const unknown2 = ids.value.filter((id) => !known3.has(id));
  const limit6 = pLimit(concurrency4);
  const described2 = await Promise.all(
    unknown2.slice(0, most).map(
      (id) => limit6(async () => deadline === null || clock2.now() < deadline ? reader.key(region2, id) : null)
    )
  );
  const read5 = described2.filter((key2) => key2?.ok === true);
  const left = unknown2.length - read5.length;
  const unowned = read5.map(({ value }) => value).filter(resemblesVaultKey);
  const young = unowned.filter((key2) => isYoung2(key2, clock2.now()));
  const unread2 = `${left === 1 ? "1 key without an alias was" : `${left} keys without an alias were`} not read.`;
  return {
    orphans: unowned.filter((key2) => !young.includes(key2)).map(({ key_id }) => ({ alias: null, key_id })),
    notices: [
      ...young.map(
        ({ key_id }) => notice2(
          region2,
          `The KMS key ${key_id} belongs to no checked distribution. It is less than a minute old, so a distribution may be in progress: run the check again.`
        )
      ),
      ...left === 0 ? [] : [notice2(region2, unread2)]
    ]
  };
}
function resemblesVaultKey({ origin: origin2, key_manager, key_state, multi_region }) {
  return origin2 === "EXTERNAL" && key_manager !== "AWS" && key_state !== "PendingDeletion" && multi_region?.type !== "REPLICA";
}
function isYoung2({ creation_date }, now) {
  return creation_date !== null && now.getTime() - Date.parse(creation_date) < propagation;
}
function notSearched(region2, failure) {
  const message = `KMS keys without an alias could not be listed (${showFailure(failure)}). ${failureRemedy(failure)}`;
  return { orphans: [], notices: [notice2(region2, message)] };
}
function notice2(region2, message) {
  return noticeFrom(orphanKey, region2, message);
}
var most;
var init_orphan_keys = __esm({
  "src/verify/orphan-keys.ts"() {
    "use strict";
    init_p_limit();
    init_evidence();
    init_check();
    init_orphans();
    init_failure_remedy();
    init_recheck();
    most = 1e3;
  }
});

// src/verify/request-findings.ts
var request_findings_exports = {};
__export(request_findings_exports, {
  requestFindings: () => requestFindings,
  timeFinding: () => timeFinding
});
function requestFindings({ region: region2, providers, min_keys }, expectations) {
  const count3 = expectations.length;
  if (min_keys !== null && count3 < min_keys)
    return [
      findingFrom(minKeys, "fail", {
        expected: `at least ${keys(min_keys)}`,
        actual: keys(count3),
        message: `${region2} has ${keys(count3)} to check, and there must be at least ${min_keys}.`
      })
    ];
  const used = new Set(expectations.map(({ kms }) => kms));
  const empty2 = (providers ?? []).filter((kms) => !used.has(kms));
  if (count3 > 0 && empty2.length === 0) return [];
  const where = empty2.length === 0 ? "" : ` on ${empty2.join(", ")}`;
  return [
    findingFrom(noKeys, "indeterminate", {
      expected: `a key${where} in ${region2}`,
      actual: "no key",
      message: `There is no key to check${where} in ${region2}.`
    })
  ];
}
function timeFinding({ keys: missing2, permissions: permissions2, moved, failure }) {
  const parts = [...missing2 > 0 ? [keys(missing2)] : [], ...permissions2 ? ["the permissions"] : []];
  const message = `Time ran out before ${parts.join(" and ")} could be checked`;
  const found2 = { expected: "everything checked", actual: `${parts.join(" and ")} not checked` };
  if (moved) return findingFrom(outOfTime, "indeterminate", { ...found2, message: `${message}.` });
  const why2 = failure === null ? "" : ` (${showFailure(failure)})`;
  return findingFrom(outOfTime, "indeterminate", {
    ...found2,
    message: `${message}${why2}. This run made no progress, so the report has no \`next\`.`,
    remedy: failure === null ? "Raise the function's timeout, or the action's `timeout`." : failureRemedy(failure)
  });
}
function keys(count3) {
  return count3 === 1 ? "1 key" : `${count3} keys`;
}
var init_request_findings = __esm({
  "src/verify/request-findings.ts"() {
    "use strict";
    init_evidence();
    init_check();
    init_run_checks();
    init_failure_remedy();
  }
});

// src/verify/verify.ts
async function verify(request, given) {
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
  const due2 = remaining(ordered, cursor);
  const cutOff = !listed2.ok && listed2.failure.cause === "aborted";
  const collected = cutOff ? [] : await collectEvidence(due2, request, effects2);
  const audited = await auditing;
  const context = contextOf(request, identity, audited, clock2.now());
  const { keys: keys2, aliases } = await recheckTransient(collected, listed2, request, context, effects2);
  const keysDone = collected.length === due2.length;
  const decided = keysDone && !cursor.permissions_done ? await permissionsOf() : null;
  const permissionsDone = cursor.permissions_done || decided !== null;
  const complete2 = keysDone && permissionsDone;
  const moved = collected.length > 0 || decided !== null;
  const last = collected.at(-1);
  const versions2 = keys2.flatMap(({ collected: { evidence } }) => Object.values(evidence));
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
          keys: due2.length - collected.length,
          permissions: !permissionsDone && request.permissions !== null,
          moved,
          failure: listed2.ok ? null : listed2.failure
        })
      ]
    ],
    notices: [
      ...keys2.flatMap(({ evaluation }) => evaluation.notices),
      ...analyzerNotices(request.region, versions2),
      ...lastUseNotices(request.region, versions2),
      ...noticesOf(request),
      ...orphanKeys.notices
    ],
    inventory: inventory2,
    complete: complete2,
    next: complete2 || !moved ? null : writeCursor(
      {
        after: last === void 0 ? cursor.after : cursorPosition(last.expectation),
        permissions_done: permissionsDone
      },
      request.region
    )
  });
  async function readOtherKeys() {
    const once2 = { ...effects2, reader: describeOnce(effects2.reader) };
    const { region: region2, account_id } = context;
    const scope = { region: region2, account_id, history: request.permissions?.history ?? false };
    const inventory3 = await takeInventory(scope, ordered, aliases, once2);
    const orphanKeys2 = await findOrphanKeys(region2, ordered, aliases, once2);
    return { orphanKeys: orphanKeys2, inventory: inventory3 === null ? void 0 : [inventory3] };
  }
  async function permissionsOf() {
    if (request.permissions === null) return none;
    if (isLate()) return null;
    const decisions3 = await decidePermissions(
      request.permissions,
      {
        region: request.region,
        account_id: context.account_id,
        depth: request.depth,
        audited,
        expectations: ordered,
        keys: keys2.map(({ collected: collected2 }) => collected2),
        aliases,
        now: clock2.now()
      },
      reader
    );
    return isLate() ? null : decisions3;
  }
  function isLate() {
    return (due2.length > 0 || cutOff) && isOver(effects2);
  }
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
function cursorOf({ next, region: region2 }) {
  if (next === null) return start2;
  const cursor = readCursor(next, region2);
  if (cursor !== null) return cursor;
  throw new RunError(
    "invalid_cursor",
    `"next" is not a cursor from a report of ${region2}.`,
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
    keys: evaluations.map(({ key: key2 }) => key2),
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
  const { region: region2, account_id, principal_arn, now } = context;
  return { region: region2, account_id, principal_arn, checked_at: now };
}
function noticesOf({ permissions: permissions2 }) {
  if (permissions2 === null || !permissions2.sets.includes("terraform") || permissions2.sets.includes("vault"))
    return [];
  return [
    noticeFrom(
      permissionSetsNotice,
      "terraform",
      `The nine actions of Terraform's documentation are not enough to import keys: ${missingFromTerraform.join(", ")} are missing. Check the set vault as well.`
    )
  ];
}
var noOtherKeys, none;
var init_verify = __esm({
  "src/verify/verify.ts"() {
    "use strict";
    init_errors();
    init_evidence();
    init_analyze_once();
    init_audited_principal();
    init_build_report();
    init_check();
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
    init_permission_sets();
    init_recheck();
    init_request_findings();
    init_take_inventory();
    noOtherKeys = { orphanKeys: { orphans: [], notices: [] }, inventory: void 0 };
    none = { rows: [], limits: [] };
  }
});

// src/verifier/time-budget.ts
function limitSlowServices(reader, open4, left) {
  const iam = limiter(open4, left);
  const analyzer = limiter(open4, left);
  const organizations = limiter(open4, left);
  const trail = limiter(open4, left);
  const usage = limiter(open4, left);
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
function limiter(open4, left) {
  let unanswered = null;
  return async (call) => {
    if (unanswered !== null) return failed2(unanswered);
    const time = Math.round(Math.max(least, left() * share2));
    const signal = AbortSignal.timeout(time);
    const result = await call(open4(signal));
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
async function verifyInAws(request, identity, { env, clock: clock2, run_id, deadline, signal, shared }) {
  const stop = new AbortController();
  const timer = deadline === null ? null : setTimeout(() => stop.abort(), Math.max(0, deadline.getTime() - clock2.now().getTime()) + grace);
  const until = AbortSignal.any(signal === void 0 ? [stop.signal] : [stop.signal, signal]);
  const settings = {
    env,
    credentials: null,
    run_id,
    ...shared,
    kms_endpoint: null,
    signal: until
  };
  const open4 = (credentials2) => {
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
    const reader = credentials2.ok ? open4(credentials2.value) : failingReader(failed2(credentials2.failure));
    return await verify(
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
    policyChanges: answer
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

// src/verify/apply-exceptions.ts
function applyExceptions(given, { exceptions, severities: severities2 }, now) {
  const report = withSeverities(given, severities2);
  const inForce = new Map(
    exceptions.filter((one) => now.getTime() < ends(one)).map((one) => [one.id, one])
  );
  const accepted = [...acceptedFindings(report, inForce), ...acceptedPermissions(report, inForce)];
  const counts = ({ id }) => id === void 0 || !inForce.has(id);
  const keys2 = report.keys.map((key2) => {
    const findings2 = key2.findings.filter(counts);
    const versions2 = key2.versions.map((version3) => {
      const left = version3.findings.filter(counts);
      return left.length === version3.findings.length ? version3 : { ...version3, findings: left, status: worst(left.map(({ status }) => status)) };
    });
    const same = findings2.length === key2.findings.length && versions2.every((one, at) => one === key2.versions[at]);
    return same ? key2 : { ...key2, findings: findings2, versions: versions2, status: worst([...versions2, ...findings2].map(({ status }) => status)) };
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
  return findingsOf(report).flatMap(({ finding: finding2, key: key2, version: version3 }) => {
    const exception = inForce.get(finding2.id ?? "");
    if (exception === void 0) return [];
    return [
      {
        ...exception,
        key: key2 === null ? null : keyReportId(key2),
        version: version3?.version ?? null,
        finding: finding2
      }
    ];
  });
}
function acceptedPermissions(report, inForce) {
  return report.permissions.flatMap((permission2) => {
    const exception = inForce.get(permission2.id ?? "");
    return exception === void 0 ? [] : [{ ...exception, key: null, version: null, permission: permission2 }];
  });
}
function withSeverities(report, severities2) {
  const set = (finding2) => {
    const own = severities2[finding2.check];
    return own === void 0 ? finding2 : { ...finding2, severity: severityOf(finding2.check, finding2.status, own) };
  };
  return {
    ...report,
    findings: report.findings.map(set),
    keys: report.keys.map((key2) => ({
      ...key2,
      findings: key2.findings.map(set),
      versions: key2.versions.map((version3) => ({ ...version3, findings: version3.findings.map(set) }))
    }))
  };
}
function noticesAbout(report, exceptions, now) {
  const open4 = /* @__PURE__ */ new Set([
    ...findingsOf(report).map(({ finding: finding2 }) => finding2.id),
    ...report.permissions.map(({ id }) => id)
  ]);
  return exceptions.flatMap((exception) => {
    const { id, owner, expires } = exception;
    const left = ends(exception) - now.getTime();
    const say = (message) => [
      noticeFrom(exceptionNotice, id, `The exception for ${id} (${owner}) ${message}`)
    ];
    if (open4.has(id)) {
      if (left <= 0) return say(`expired on ${expires}: the finding counts again.`);
      return left <= soon ? say(`expires on ${expires}; then the finding counts again.`) : [];
    }
    return isAbout(report, id) ? say("matches no finding: remove it.") : [];
  });
}
function isAbout({ complete: complete2, keys: keys2, region: region2, controls = {} }, id) {
  const last = id.slice(id.lastIndexOf("/") + 1);
  const check2 = last.includes(":") ? "permission" : last;
  return complete2 && Object.hasOwn(controls, check2) && (keys2.some((key2) => id.startsWith(`${keyReportId(key2)}@`) || id.startsWith(`${keyReportId(key2)}/`)) || id.startsWith(`${region2}/`));
}
var soon;
var init_apply_exceptions = __esm({
  "src/verify/apply-exceptions.ts"() {
    "use strict";
    init_report();
    init_report_findings();
    init_build_report();
    init_check();
    init_run_checks();
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
  const wasKey = new Map(earlier.keys.map((key2) => [keyReportId(key2), key2]));
  const isKey = new Map(report.keys.map((key2) => [keyReportId(key2), key2]));
  const permissions2 = changedPermissions(earlier, report);
  return {
    since: earlier.checked_at,
    new: fresh,
    fixed: [...before.values()].filter(
      (problem3) => !now.has(problem3.id) && !accepted.has(problem3.id) && isCovered(problem3, report, isKey)
    ),
    unchanged: now.size - fresh.length,
    material_replaced: report.keys.flatMap((key2) => replacedIn(key2, wasKey.get(keyReportId(key2)))),
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
  return new Map(problems.filter(({ status }) => status !== "pass").map((problem3) => [problem3.id, problem3]));
}
function isCovered({ id, check: check2 }, { complete: complete2, controls, permissions: permissions2 }, keys2) {
  if (check2 === "permission") return permissions2.some((row4) => permissionId(row4) === id);
  if (controls !== void 0 && !Object.hasOwn(controls, check2)) return false;
  for (const [key2, { versions: versions2 }] of keys2) {
    if (id.startsWith(`${key2}/`)) return true;
    const version3 = id.startsWith(`${key2}@`) ? Number.parseInt(id.slice(key2.length + 1), 10) : null;
    if (version3 !== null) return versions2.some((one) => one.version === version3);
  }
  return complete2 && !id.includes("/key/");
}
function replacedIn(key2, before) {
  return key2.versions.flatMap((version3) => {
    const was = before?.versions.find((one) => one.version === version3.version);
    if (was === void 0 || !differs(was, version3)) return [];
    const { key_id } = version3;
    return [
      {
        id: keyReportId(key2),
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
  return (from, to2) => [...now].flatMap(
    ([about, row4]) => row4.decision === to2 && before.get(about)?.decision === from ? [{ action: row4.action, principal_arn: row4.principal_arn, region: row4.region }] : []
  );
}
function decisions2({ permissions: permissions2, accepted = [] }) {
  const rows = [...permissions2, ...accepted.flatMap(({ permission: permission2 }) => permission2 ?? [])];
  const worst2 = /* @__PURE__ */ new Map();
  for (const row4 of rows) {
    const about = `${row4.region} ${row4.principal_arn} ${row4.action}`;
    const other = worst2.get(about);
    if (other === void 0 || severity[row4.decision] > severity[other.decision]) worst2.set(about, row4);
  }
  return worst2;
}
var severity;
var init_compare_reports = __esm({
  "src/verify/compare-reports.ts"() {
    "use strict";
    init_report_findings();
    init_identify();
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

// src/verifier/open-reader.ts
var open_reader_exports = {};
__export(open_reader_exports, {
  missingReplicas: () => missingReplicas,
  openReader: () => openReader
});
async function openReader(identity, region2, { env, run_id, shared, clock: clock2 }, budget2 = 1e4) {
  const settings = {
    env,
    credentials: null,
    run_id,
    ...shared,
    signal: AbortSignal.timeout(budget2),
    kms_endpoint: null
  };
  if (identity.kind === "declared") {
    const { access_key, secret_key, session_token, endpoint } = identity.credentials;
    const credentials3 = async () => ({
      accessKeyId: access_key.reveal(),
      secretAccessKey: secret_key.reveal(),
      ...session_token === null ? {} : { sessionToken: session_token.reveal() }
    });
    return found(createAwsReader(openClients({ ...settings, credentials: credentials3, kms_endpoint: endpoint }), region2));
  }
  const credentials2 = await resolveVerifierCredentials(
    identity,
    region2,
    run_id,
    openClients(settings),
    clock2
  );
  if (!credentials2.ok) return credentials2;
  return found(createAwsReader(openClients({ ...settings, credentials: credentials2.value }), region2));
}
async function missingReplicas(reader, keyIds, regions2) {
  const read5 = await Promise.all(
    regions2.flatMap((region2) => keyIds.map(async (id) => ({ region: region2, answer: await reader.key(region2, id) })))
  );
  const missing2 = /* @__PURE__ */ new Set();
  for (const { region: region2, answer } of read5) {
    if (!answer.ok && answer.failure.cause !== "not_found") return { unknown: showFailure(answer.failure) };
    if (!answer.ok || answer.value.key_state === "PendingImport") missing2.add(region2);
  }
  return { missing: regions2.filter((region2) => missing2.has(region2)) };
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

// src/verifier/audit-principal.ts
var audit_principal_exports = {};
__export(audit_principal_exports, {
  auditPrincipal: () => auditPrincipal
});
async function auditPrincipal(reader, { principal_arn, region: region2, sets }, now) {
  const identity = await reader.identity();
  const [audited, aliases] = await Promise.all([
    findAuditedPrincipal({ principal_arn, audits_verifier: false }, identity, reader),
    reader.aliases(region2)
  ]);
  const { rows } = await decidePermissions(
    { sets, actions: [], method: "auto", history: false },
    {
      region: region2,
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
  const of = (wanted2) => rows.filter(({ decision }) => decision === wanted2).map(({ action }) => action);
  return { denied: of("denied"), open: of("indeterminate") };
}
var init_audit_principal = __esm({
  "src/verifier/audit-principal.ts"() {
    "use strict";
    init_audited_principal();
    init_decide_permissions();
  }
});

// src/verifier/describe-verifier.ts
var describe_verifier_exports = {};
__export(describe_verifier_exports, {
  describeVerifier: () => describeVerifier
});
async function describeVerifier(target, role_arns, clients) {
  const event = { describe: { role_arns } };
  const answer = safeParse(description2, await callVerifier(target, event, clients));
  if (answer.success) return answer.output;
  throw new RunError(
    "lambda_no_report",
    `${target.name} answered something other than its description.`,
    "Check that lambda_function is the verifier, and deploy it in the version of this action."
  );
}
var description2;
var init_describe_verifier = __esm({
  "src/verifier/describe-verifier.ts"() {
    "use strict";
    init_dist();
    init_errors();
    init_invoke_verifier();
    description2 = object({
      version: string(),
      /** Those of the given roles that its allow-list does not have. */
      denied_role_arns: array(string())
    });
  }
});

// src/declare/write-manifest.ts
var write_manifest_exports = {};
__export(write_manifest_exports, {
  writeManifest: () => writeManifest
});
function writeManifest(mounts) {
  return mounts.filter(({ missing: missing2 }) => !missing2).map(writeMount).join("---\n");
}
function writeMount(mount2) {
  const kms = mount2.kms.filter(({ provider: provider2 }) => provider2 === "awskms");
  const keys2 = mount2.keys.filter(({ type }) => isOneOf(keyTypes, type));
  const document2 = new import_yaml.Document({
    ...mount2.namespace === "" ? {} : { namespace: mount2.namespace },
    path: mount2.path,
    kms: Object.fromEntries(kms.map(({ name: name2, key_collection }) => [name2, { key_collection }])),
    keys: Object.fromEntries(keys2.map((key2) => [key2.name, fieldsOf(key2, kms)]))
  });
  for (const { name: name2 } of kms) {
    document2.getIn(["kms", name2]).comment = credentialsComment(name2);
  }
  for (const { name: name2 } of keys2) {
    for (const field2 of ["purpose", "replica_regions"]) {
      const list4 = document2.getIn(["keys", name2, field2]);
      if (list4 !== void 0) list4.flow = true;
    }
  }
  const leftOut = [
    ...mount2.kms.filter((it) => !kms.includes(it)).map((it) => `kms/${it.name} (provider ${it.provider})`),
    ...mount2.keys.filter((it) => !keys2.includes(it)).map((it) => `key/${it.name} (type ${it.type})`)
  ];
  if (leftOut.length > 0) {
    document2.commentBefore = [
      " Left out, since a manifest cannot declare it:",
      ...leftOut.map((it) => `  ${it}`)
    ].map((line2) => line2.replaceAll(/[\r\n]+/g, " ")).join("\n");
  }
  return document2.toString({ lineWidth: 0, flowCollectionPadding: false });
}
function fieldsOf(key2, providers) {
  const { type, deletion_allowed, min_enabled_version, replica_regions } = key2;
  return {
    type,
    ...distributionOf2(key2.name, providers),
    deletion_allowed,
    min_enabled_version,
    ...replica_regions.length === 0 ? {} : { replica_regions }
  };
}
function distributionOf2(key2, providers) {
  for (const { name: name2, distributions: distributions2 } of providers) {
    const found2 = distributions2.find((it) => it.key === key2);
    if (found2 === void 0) continue;
    const purpose = purposes.filter((it) => found2.purpose.includes(it));
    return { kms: name2, purpose, protection: found2.protection };
  }
  return {};
}
function credentialsComment(name2) {
  const suffix = name2.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  return [
    " Vault never returns credentials. Omitted, they are left unchanged. To set them here, give the",
    " step's `env` these two variables, and uncomment:",
    " credentials:",
    `   access_key: \${AWS_ACCESS_KEY_ID_${suffix}}`,
    `   secret_key: \${AWS_SECRET_ACCESS_KEY_${suffix}}`
  ].join("\n");
}
function isOneOf(list4, value) {
  return list4.includes(value);
}
var import_yaml;
var init_write_manifest = __esm({
  "src/declare/write-manifest.ts"() {
    "use strict";
    import_yaml = require("./lib/yaml.cjs");
    init_key();
  }
});

// src/declare/document-tree.ts
function locateNode(root, path) {
  let node = root;
  let at = root.at ?? "";
  let found2 = true;
  for (const segment2 of path) {
    const child = found2 ? node.children.get(String(segment2)) : void 0;
    at = child?.at ?? join(at, segment2);
    if (child === void 0) found2 = false;
    else node = child;
  }
  return { at, key: node.key, value: found2 ? node.value : node.key };
}
function join(at, segment2) {
  if (typeof segment2 === "number") return `${at}[${segment2}]`;
  if (!/^[\w-]{1,64}$/.test(segment2)) return `${at}[${JSON.stringify(segment2.slice(0, 64))}]`;
  return at === "" ? segment2 : `${at}.${segment2}`;
}
var init_document_tree = __esm({
  "src/declare/document-tree.ts"() {
    "use strict";
  }
});

// src/model/codes/manifest-rules.ts
var errorRules, warningRules, rules;
var init_manifest_rules = __esm({
  "src/model/codes/manifest-rules.ts"() {
    "use strict";
    errorRules = {
      yaml_syntax: {
        says: "is not valid YAML",
        fix: "Correct the text here; quote a value with special characters."
      },
      yaml_limit: {
        says: "is too large, too deeply nested or too repetitive",
        fix: "Split the manifest into several files."
      },
      many_documents: {
        says: "holds more than one YAML document",
        fix: "Remove the `---`: this input is one list or one map."
      },
      no_file: {
        says: "matches no file",
        fix: "Check the path or glob against the working directory, and that the repository was checked out."
      },
      unreadable_file: {
        says: "cannot be read",
        fix: "Name a readable, regular file of UTF-8 text."
      },
      nothing_declared: {
        says: "declares nothing",
        fix: "Give `manifest`, or `name` and `key_collection`."
      },
      both_forms: {
        says: "is given together with `manifest`",
        fix: "Use either `manifest` or the inputs for one provider."
      },
      unknown_field: {
        says: "is not a field here",
        fix: "Correct the name, or remove the field."
      },
      missing_field: {
        says: "is missing",
        fix: "Add it."
      },
      wrong_type: {
        says: "has the wrong type",
        fix: "Write a value of the expected type."
      },
      null_value: {
        says: "has no value",
        fix: "Remove the field, or give it a value (`{}` for an empty map)."
      },
      empty_value: {
        says: "is empty",
        fix: "Remove the field, or give it a value."
      },
      unknown_value: {
        says: "is not one of the valid values",
        fix: "Use one of the listed values."
      },
      repeated_value: {
        says: "is repeated",
        fix: "Remove one of them."
      },
      duplicate_name: {
        says: "is declared twice",
        fix: "Keep one of them, or rename the other."
      },
      invalid_namespace: {
        says: "is not a valid namespace",
        fix: 'Write it as `team-a` or `team-a/payments`, relative to the connection: no slash at either end, no `//`, `.`, `..`, space, backslash or any of `?#%*+"${}`, and no part named root, sys, audit, auth, cubbyhole or identity.'
      },
      invalid_path: {
        says: "is not a valid mount path",
        fix: 'Write it as `keymgmt` or `team/keymgmt`: no slash at either end, no `//`, `.`, `..`, space, backslash or any of `?#%*+"${}`, and not under sys, audit, auth, cubbyhole or identity.'
      },
      invalid_baseline: {
        says: "is not a report to compare with",
        fix: "Name the report file of an earlier run, or a whole report of the verifier."
      },
      invalid_date: {
        says: "is not a date",
        fix: "Write the day on which the exception ends, such as `2027-01-31`."
      },
      invalid_name: {
        says: "is not a valid name",
        fix: "Use ASCII letters, digits, `_`, `-` and `.`, with a letter, digit or `_` at both ends."
      },
      alias_unfit: {
        says: "cannot be distributed to AWS KMS under this name",
        fix: "Use letters, digits, `_` and `-`, at most 229 of them: the name becomes part of the alias `alias/hashicorp/<name>-<unix time>`, which KMS limits to 256 characters without dots."
      },
      invalid_region: {
        says: "is not an AWS region",
        fix: "Write the code of one region, such as `us-west-2`."
      },
      undeclared_provider: {
        says: "names a provider that this document does not declare",
        fix: "Declare it under `kms` in the same document, correct the name, or remove the key's `kms`."
      },
      missing_purpose: {
        says: "is missing",
        fix: "Add it, such as `purpose: [sign, verify]`: only aes256-gcm96 has a default."
      },
      invalid_version: {
        says: "is not a key version",
        fix: "Write a whole number of at least 0 (0: all versions)."
      },
      invalid_count: {
        says: "is not a number of keys",
        fix: "Write a whole number of at least 1."
      },
      conflicting_retirement: {
        says: "is given together with `min_enabled_version`",
        fix: "Use `retire_after`, which raises it by age, or set `min_enabled_version` yourself."
      },
      invalid_duration: {
        says: "is not a duration",
        fix: "Write a whole number above zero and one unit: `90s`, `15m`, `12h`, `90d`."
      },
      replica_type: {
        says: "is given for a type that cannot be replicated",
        fix: "Remove `replica_regions`, or use the type aes256-gcm96, the only one that can be replicated."
      },
      replica_of_own_region: {
        says: "is the provider's own region",
        fix: "Remove it: a replica is in a different region from its primary key."
      },
      conflicting_credentials: {
        says: "is given together with `access_key` or `secret_key`",
        fix: "Use either `credentials` or the two fields."
      },
      incomplete_credentials: {
        says: "is given without the other one of the pair",
        fix: "Give both `access_key` and `secret_key`, or neither."
      },
      literal_secret: {
        says: "is a literal value in a manifest",
        fix: "Write a reference such as `${AWS_SECRET_ACCESS_KEY}`, set that variable in the `env` of the step from a secret, and revoke the value if it was real."
      },
      unset_variable: {
        says: "names an environment variable that is not set, or is empty",
        fix: "Set it in the `env` of the step; a secret that does not exist, or that a fork may not read, is empty."
      },
      invalid_credential: {
        says: "contains a space, a line break or another character that AWS credentials cannot contain",
        fix: "Store the secret again, without surrounding characters."
      },
      invalid_endpoint: {
        says: "is not the URL of an endpoint",
        fix: "Write it as `https://kms.us-west-2.amazonaws.com`, or as a reference such as `${KMS_ENDPOINT}`."
      },
      invalid_arn: {
        says: "is not an ARN of the expected kind",
        fix: "Write it as `arn:aws:iam::111122223333:role/name`; `principal_arn` may also name a user."
      },
      invalid_external_id: {
        says: "is not an external id",
        fix: "Use 2 to 1224 letters, digits and `_+=,.@:/-`."
      },
      invalid_account_id: {
        says: "is not an AWS account id",
        fix: 'Write the twelve digits in quotes: `"111122223333"`.'
      }
    };
    warningRules = {
      unknown_region: {
        says: "is not a region that this version of the action knows",
        fix: "Check the spelling. Ignore this warning if AWS added the region recently."
      },
      unlisted_purpose: {
        says: "is not in the table of what HashiCorp supports on AWS KMS",
        fix: "Vault may reject it. The table lists aes256-gcm96 with both encrypt and decrypt."
      },
      unlisted_protection: {
        says: "is not in the table of what HashiCorp supports on AWS KMS",
        fix: "Vault may reject it. The table lists `hsm`."
      }
    };
    rules = { ...errorRules, ...warningRules };
  }
});

// src/declare/make-problem.ts
function makeProblem(code2, at, source, message = `${rules[code2].says}.`, remedy2 = rules[code2].fix) {
  return { code: code2, at, source, message, remedy: remedy2 };
}
function shown3(value) {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "a map" : String(value);
}
var init_make_problem = __esm({
  "src/declare/make-problem.ts"() {
    "use strict";
    init_manifest_rules();
  }
});

// node_modules/leven/index.js
function leven(first, second, options) {
  if (first === second) {
    return 0;
  }
  const maxDistance = options?.maxDistance;
  const swap = first;
  if (first.length > second.length) {
    first = second;
    second = swap;
  }
  let firstLength = first.length;
  let secondLength = second.length;
  while (firstLength > 0 && first.charCodeAt(~-firstLength) === second.charCodeAt(~-secondLength)) {
    firstLength--;
    secondLength--;
  }
  let start3 = 0;
  while (start3 < firstLength && first.charCodeAt(start3) === second.charCodeAt(start3)) {
    start3++;
  }
  firstLength -= start3;
  secondLength -= start3;
  if (maxDistance !== void 0 && secondLength - firstLength > maxDistance) {
    return maxDistance;
  }
  if (firstLength === 0) {
    return maxDistance !== void 0 && secondLength > maxDistance ? maxDistance : secondLength;
  }
  let bCharacterCode;
  let result;
  let temporary;
  let temporary2;
  let index = 0;
  let index2 = 0;
  while (index < firstLength) {
    characterCodeCache[index] = first.charCodeAt(start3 + index);
    array2[index] = ++index;
  }
  while (index2 < secondLength) {
    bCharacterCode = second.charCodeAt(start3 + index2);
    temporary = index2++;
    result = index2;
    for (index = 0; index < firstLength; index++) {
      temporary2 = bCharacterCode === characterCodeCache[index] ? temporary : temporary + 1;
      temporary = array2[index];
      result = array2[index] = temporary > result ? temporary2 > result ? result + 1 : temporary2 : temporary2 > temporary ? temporary + 1 : temporary2;
    }
    if (maxDistance !== void 0) {
      let rowMinimum = result;
      for (index = 0; index < firstLength; index++) {
        if (array2[index] < rowMinimum) {
          rowMinimum = array2[index];
        }
      }
      if (rowMinimum > maxDistance) {
        return maxDistance;
      }
    }
  }
  array2.length = firstLength;
  characterCodeCache.length = firstLength;
  return maxDistance !== void 0 && result > maxDistance ? maxDistance : result;
}
function closestMatch(target, candidates2, options) {
  if (!Array.isArray(candidates2) || candidates2.length === 0) {
    return void 0;
  }
  const userMax = options?.maxDistance;
  const targetLength = target.length;
  for (const candidate of candidates2) {
    if (candidate === target) {
      return candidate;
    }
  }
  if (userMax === 0) {
    return void 0;
  }
  let best;
  let bestDist = Number.POSITIVE_INFINITY;
  const seen = /* @__PURE__ */ new Set();
  for (const candidate of candidates2) {
    if (seen.has(candidate)) {
      continue;
    }
    seen.add(candidate);
    const lengthDiff = Math.abs(candidate.length - targetLength);
    if (lengthDiff >= bestDist) {
      continue;
    }
    if (userMax !== void 0 && lengthDiff > userMax) {
      continue;
    }
    const cap = Number.isFinite(bestDist) ? userMax === void 0 ? bestDist : Math.min(bestDist, userMax) : userMax;
    const distance = cap === void 0 ? leven(target, candidate) : leven(target, candidate, { maxDistance: cap });
    if (userMax !== void 0 && distance > userMax) {
      continue;
    }
    let actualD = distance;
    if (cap !== void 0 && distance === cap && cap === userMax) {
      actualD = leven(target, candidate);
    }
    if (actualD < bestDist) {
      bestDist = actualD;
      best = candidate;
      if (bestDist === 0) {
        break;
      }
    }
  }
  if (userMax !== void 0 && bestDist > userMax) {
    return void 0;
  }
  return best;
}
var array2, characterCodeCache;
var init_leven = __esm({
  "node_modules/leven/index.js"() {
    array2 = [];
    characterCodeCache = [];
  }
});

// src/declare/suggest.ts
function suggestion(word, known3) {
  const plain2 = word.toLowerCase().replaceAll("-", "_");
  const other = elsewhere.get(plain2);
  const near = other !== void 0 && known3.includes(other) ? other : closestMatch(word.toLowerCase().slice(0, 64), known3, { maxDistance: word.length > 4 ? 3 : 2 });
  return near === void 0 ? "" : `Did you mean "${near}"? `;
}
var elsewhere;
var init_suggest = __esm({
  "src/declare/suggest.ts"() {
    "use strict";
    init_leven();
    elsewhere = /* @__PURE__ */ new Map([
      ["mount", "path"],
      ["region", "key_collection"],
      ["kms_name", "kms"],
      ["key_type", "type"],
      ["access_key_id", "access_key"],
      ["aws_access_key_id", "access_key"],
      ["secret_access_key", "secret_key"],
      ["aws_secret_access_key", "secret_key"],
      ["aws_session_token", "session_token"],
      ["credentials_wo", "credentials"]
    ]);
  }
});

// src/declare/advice.ts
function advise(mount2, root) {
  const warn = (code2, path, message, remedy2) => {
    const { at, value } = locateNode(root, path);
    return makeProblem(code2, at, value, message, remedy2);
  };
  const region2 = (name2, path) => {
    if (regions.includes(name2)) return [];
    const message = `${shown3(name2)} is not a region that this version of the action knows.`;
    const remedy2 = `${suggestion(name2, regions)}Ignore this warning if AWS added the region recently.`;
    return [warn("unknown_region", path, message, remedy2)];
  };
  return [
    ...mount2.kms.flatMap(
      ({ name: name2, key_collection }) => region2(key_collection, ["kms", name2, "key_collection"])
    ),
    ...mount2.keys.flatMap((key2) => [
      ...key2.replica_regions.flatMap(
        (name2, index) => region2(name2, ["keys", key2.name, "replica_regions", index])
      ),
      ...support(key2, warn)
    ])
  ];
}
function* support(key2, warn) {
  if (key2.kms === null) return;
  if (key2.type !== "aes256-gcm96" || key2.purpose.join() !== "decrypt,encrypt") {
    const field2 = key2.type === "aes256-gcm96" ? "purpose" : "type";
    const what = `${key2.type} with ${key2.purpose.join(", ")}`;
    const message = `${what} is not in the table of what HashiCorp supports on AWS KMS.`;
    yield warn("unlisted_purpose", ["keys", key2.name, field2], message);
  }
  if (key2.protection !== "hsm") {
    const message = `${key2.protection} is not in the table of what HashiCorp supports on AWS KMS.`;
    yield warn("unlisted_protection", ["keys", key2.name, "protection"], message);
  }
}
var init_advice = __esm({
  "src/declare/advice.ts"() {
    "use strict";
    init_partitions();
    init_document_tree();
    init_make_problem();
    init_suggest();
  }
});

// src/declare/untyped.ts
function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function asMap(value) {
  return isMap(value) ? value : {};
}
var init_untyped = __esm({
  "src/declare/untyped.ts"() {
    "use strict";
  }
});

// src/declare/check-relations.ts
function checkRelations(tree) {
  const problems = [];
  const report = (code2, path, ...words) => {
    const { at, key: key2, value } = locateNode(tree.root, path);
    problems.push(makeProblem(code2, at, byName2.has(code2) ? key2 : value, ...words));
  };
  const { kms, keys: keys2 } = asMap(tree.data);
  const providers = asMap(kms);
  for (const [name2, provider2] of Object.entries(providers))
    checkCredentials2(asMap(provider2), ["kms", name2], report);
  for (const [name2, key2] of Object.entries(asMap(keys2))) checkKey(name2, asMap(key2), providers, report);
  return problems;
}
function checkCredentials2(provider2, path, report) {
  const flat = ["access_key", "secret_key"].filter((field2) => Object.hasOwn(provider2, field2));
  if (flat.length > 0 && Object.hasOwn(provider2, "credentials")) {
    report("conflicting_credentials", [...path, "credentials"]);
  } else if (flat.length === 1) {
    report("incomplete_credentials", [...path, ...flat]);
  }
}
function checkKey(name2, key2, providers, report) {
  const path = ["keys", name2];
  if (typeof key2["kms"] === "string") checkDistribution(name2, key2, key2["kms"], providers, report);
  for (const field2 of ["purpose", "replica_regions"]) {
    for (const index of repetitions(key2[field2])) report("repeated_value", [...path, field2, index]);
  }
  checkReplicas(key2, path, providers, report);
  if (Object.hasOwn(key2, "retire_after") && Object.hasOwn(key2, "min_enabled_version"))
    report("conflicting_retirement", [...path, "retire_after"]);
}
function checkDistribution(name2, key2, kms, providers, report) {
  const path = ["keys", name2];
  if (kms !== "" && !Object.hasOwn(providers, kms)) {
    const known3 = Object.keys(providers);
    const declared = known3.length === 0 ? "no provider" : known3.slice(0, 20).map(shown3).join(", ");
    const remedy2 = `${suggestion(kms, known3)}This document declares ${declared}. Correct the name, declare the provider, or omit the field.`;
    report("undeclared_provider", [...path, "kms"], `${shown3(kms)} is not declared under kms.`, remedy2);
  }
  if (!aliasPattern.test(name2) && namePart.test(name2)) report("alias_unfit", path);
  if (hasNoDefaults(key2) && key2["purpose"] === void 0) {
    const message = `is missing: a key of type ${shown3(key2["type"])} has no default.`;
    report("missing_purpose", [...path, "purpose"], message);
  }
}
function checkReplicas(key2, path, providers, report) {
  const { kms, replica_regions } = key2;
  if (!Array.isArray(replica_regions) || replica_regions.length === 0) return;
  if (hasNoDefaults(key2)) report("replica_type", [...path, "replica_regions"]);
  if (typeof kms !== "string" || !Object.hasOwn(providers, kms)) return;
  const own = asMap(providers[kms])["key_collection"];
  for (const [index, region2] of replica_regions.entries()) {
    if (region2 === own) report("replica_of_own_region", [...path, "replica_regions", index]);
  }
}
function hasNoDefaults({ type = "aes256-gcm96" }) {
  return type !== "aes256-gcm96" && keyTypes.some((known3) => known3 === type);
}
function repetitions(list4) {
  if (!Array.isArray(list4)) return [];
  const seen = /* @__PURE__ */ new Set();
  return list4.flatMap((value, index) => seen.size === seen.add(value).size ? [index] : []);
}
var byName2, aliasPattern, namePart;
var init_check_relations = __esm({
  "src/declare/check-relations.ts"() {
    "use strict";
    init_key();
    init_document_tree();
    init_make_problem();
    init_suggest();
    init_untyped();
    byName2 = /* @__PURE__ */ new Set([
      "alias_unfit",
      "missing_purpose",
      "conflicting_credentials",
      "conflicting_retirement",
      "incomplete_credentials"
    ]);
    aliasPattern = /^[A-Za-z0-9_-]{1,229}$/;
    namePart = /^[A-Za-z0-9_.-]+$/;
  }
});

// src/declare/check-shape.ts
function checkShape(schema, tree) {
  const result = safeParse(schema, tree.data);
  const problems = (result.issues ?? []).map((issue) => shapeProblem(issue, tree));
  return { data: result.output, problems };
}
function shapeProblem(issue, tree) {
  const path = (issue.path ?? []).map(({ key: key3 }) => key3);
  const last = issue.path?.at(-1);
  const { at, key: key2, value } = locateNode(tree.root, path);
  if (issue.kind === "schema" && last?.origin === "key") {
    return issue.expected === "never" ? unknownField(String(last.key), issue.requirement, path, tree) : makeProblem("missing_field", at, value);
  }
  const hidden2 = path.some((segment2) => secretFields.has(segment2));
  if (issue.kind === "schema") {
    return { ...wrongValue(issue, path, hidden2), at, source: value };
  }
  const code2 = issue.message;
  const where = last?.origin === "key" ? key2 : value;
  if (code2 === "empty_value") return makeProblem(code2, at, where);
  const { says } = rules[code2];
  const message = hidden2 ? `${says}.` : `${shown3(issue.input)} ${says}.`;
  return makeProblem(code2, at, where, message, remedyFor3(code2, issue.input));
}
function unknownField(name2, known3, path, tree) {
  const plain2 = /^[$\w.-]{1,32}$/.test(name2);
  const around = locateNode(tree.root, path.slice(0, -1)).at;
  const { at, key: key2 } = locateNode(tree.root, path);
  if (name2 === "<<") {
    const message2 = "`<<` is not a field here: YAML 1.2 has no merge keys.";
    const remedy3 = "Write the fields out, or use an alias for the value.";
    return makeProblem("unknown_field", around, key2, message2, remedy3);
  }
  const message = plain2 ? `${shown3(name2)} is not a field here.` : "has a field whose name is not a plain word.";
  const remedy2 = `${plain2 ? suggestion(name2, known3) : ""}The fields here are ${known3.join(", ")}.`;
  return makeProblem("unknown_field", plain2 ? at : around, key2, message, remedy2);
}
function wrongValue(issue, path, hidden2) {
  const { input } = issue;
  if (input === null) return problemOf("null_value", `${rules.null_value.says}.`);
  if (issue.type === "picklist" && typeof input === "string") {
    if (input === "") return problemOf("empty_value", `${rules.empty_value.says}.`);
    const words = [...(issue.expected ?? "").matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? "");
    const near = suggestion(input, words);
    return problemOf(
      "unknown_value",
      `${shown3(input)} is not a valid value.`,
      `${near}Use ${words.join(", ")}.`
    );
  }
  const [type, remedy2] = expectedTypes[issue.type] ?? ["another type", rules.wrong_type.fix];
  const isLong = typeof input === "string" && (input.length > 32 || path.length === 0);
  const what = hidden2 ? "is another type" : `is ${isLong ? "a string" : shown3(input)}`;
  return problemOf("wrong_type", `${what}; expected ${type}.`, perField.get(path.at(-1)) ?? remedy2);
}
function problemOf(code2, message, remedy2 = rules[code2].fix) {
  return { code: code2, message, remedy: remedy2 };
}
function remedyFor3(code2, input) {
  const { fix } = rules[code2];
  if (typeof input !== "string") return fix;
  if (code2 === "literal_secret" && input.startsWith("${{")) {
    return "GitHub does not evaluate a workflow expression in a file: set a variable in the `env` of the step from it, and write `${NAME}` here.";
  }
  if (code2 === "invalid_region" && !input.includes("${")) return `${suggestion(input, regions)}${fix}`;
  if (code2 !== "invalid_endpoint" && code2 !== "literal_secret" && input.includes("${")) {
    return `${fix} References to environment variables are supported in credentials only.`;
  }
  return fix;
}
var secretFields, aString, expectedTypes, perField;
var init_check_shape = __esm({
  "src/declare/check-shape.ts"() {
    "use strict";
    init_dist();
    init_manifest_rules();
    init_partitions();
    init_document_tree();
    init_make_problem();
    init_suggest();
    secretFields = /* @__PURE__ */ new Set(["credentials", "access_key", "secret_key", "session_token"]);
    aString = [
      "a string",
      "Write a string; quote it if it reads as a number, or as true or false."
    ];
    expectedTypes = {
      string: aString,
      picklist: aString,
      boolean: ["true or false", "Write `true` or `false`, without quotes."],
      number: ["a whole number", "Write a whole number, without quotes."],
      array: ["a list", "Write a list, such as `[encrypt, decrypt]`, or one `- item` per line."],
      record: ["a map by name", "Write a map, `name: {}`, with the fields of each name inside."],
      strict_object: ["a map of fields", "Write fields, each as `name: value`."]
    };
    perField = /* @__PURE__ */ new Map([
      ["rotate_after", rules.invalid_duration.fix],
      ["retire_after", rules.invalid_duration.fix],
      ["account_id", rules.invalid_account_id.fix]
    ]);
  }
});

// src/declare/strict-fields.ts
function fields10(entries) {
  const strict = strictObject(entries);
  const known3 = object(entries);
  return {
    ...strict,
    "~run"(dataset, config) {
      const input = dataset.value;
      if (!isMap(input)) return wrongType(this, dataset, config);
      const result = known3["~run"](dataset, config);
      for (const name2 of Object.keys(input)) {
        if (Object.hasOwn(entries, name2)) continue;
        const context = { ...strict, requirement: Object.keys(entries) };
        const path = [{ type: "object", origin: "key", input, key: name2, value: input[name2] }];
        _addIssue(context, "key", result, config, { input: name2, expected: "never", path: [path[0]] });
      }
      return result;
    }
  };
}
function named3(name2, value) {
  return {
    ...record(name2, value),
    "~run"(dataset, config) {
      const input = dataset.value;
      if (!isMap(input)) return wrongType(this, dataset, config);
      const issues = [];
      const results = [];
      for (const [key2, entry] of Object.entries(input)) {
        const item = (origin2) => ({ type: "object", origin: origin2, input, key: key2, value: entry });
        for (const issue of name2["~run"]({ value: key2 }, config).issues ?? []) {
          issues.push({ ...issue, path: [item("key")] });
        }
        const result = value["~run"]({ value: entry }, config);
        for (const issue of result.issues ?? []) {
          issues.push({ ...issue, path: [item("value"), ...issue.path ?? []] });
        }
        results.push([key2, result.value]);
      }
      const found2 = { typed: issues.length === 0, value: Object.fromEntries(results) };
      return issues.length === 0 ? found2 : { ...found2, issues };
    }
  };
}
function wrongType(schema, dataset, config) {
  _addIssue(schema, "type", dataset, config);
  return dataset;
}
var init_strict_fields = __esm({
  "src/declare/strict-fields.ts"() {
    "use strict";
    init_dist();
    init_untyped();
  }
});

// src/declare/manifest-schema.ts
var referencePattern, namePattern, segment, reserved, namespacePattern, pathPattern, accountPattern, rolePattern, principalPattern, externalIdPattern, endpointPattern, endpointOrReference, rule2, text, name, region, reference, literal2, verify2, key, provider, mount, manifestSchema, inlineSchema;
var init_manifest_schema = __esm({
  "src/declare/manifest-schema.ts"() {
    "use strict";
    init_dist();
    init_duration();
    init_key();
    init_partitions();
    init_strict_fields();
    referencePattern = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/;
    namePattern = /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;
    segment = '(?!\\.{1,2}(?:/|$))[^\\s/?#%*+"${}\\\\\\x00-\\x1f\\x7f]+';
    reserved = "sys|audit|auth|cubbyhole|identity";
    namespacePattern = new RegExp(`^(?!(?:.*/)?(?:root|${reserved})(?:/|$))${segment}(?:/${segment})*$`);
    pathPattern = new RegExp(`^(?!(?:${reserved})(?:/|$))${segment}(?:/${segment})*$`);
    accountPattern = /^[0-9]{12}$/;
    rolePattern = /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[A-Za-z0-9_+=,.@/-]+$/;
    principalPattern = /^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)\/[A-Za-z0-9_+=,.@/-]+$/;
    externalIdPattern = /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/;
    endpointPattern = /^https?:\/\/[^\s/]+\S*$/;
    endpointOrReference = new RegExp(`${endpointPattern.source}|${referencePattern.source}`);
    rule2 = (code2) => code2;
    text = (pattern, code2) => pipe(string(), nonEmpty(rule2("empty_value")), regex(pattern, rule2(code2)));
    name = text(namePattern, "invalid_name");
    region = text(regionGrammar, "invalid_region");
    reference = text(referencePattern, "literal_secret");
    literal2 = pipe(string(), nonEmpty(rule2("empty_value")));
    verify2 = fields10({
      role_arn: optional(
        pipe(text(rolePattern, "invalid_arn"), description("IAM role that the verifier assumes."))
      ),
      external_id: optional(
        pipe(
          text(externalIdPattern, "invalid_external_id"),
          description("External id that the role's trust policy requires.")
        )
      ),
      principal_arn: optional(
        pipe(
          text(principalPattern, "invalid_arn"),
          description("The role or user whose permissions are audited.")
        )
      ),
      account_id: optional(
        pipe(
          text(accountPattern, "invalid_account_id"),
          description("The AWS account that the keys must be in.")
        )
      ),
      min_keys: optional(
        pipe(
          number(),
          integer(rule2("invalid_count")),
          minValue(1, rule2("invalid_count")),
          maxValue(2 ** 31 - 1, rule2("invalid_count")),
          description("Verification fails when the provider has fewer keys than this.")
        )
      )
    });
    key = pipe(
      fields10({
        type: optional(pipe(picklist(keyTypes), description("Immutable.")), "aes256-gcm96"),
        kms: optional(
          pipe(
            name,
            description(
              "The provider to distribute the key to. Omitted: the key is not distributed, and never removed from where it is."
            )
          )
        ),
        purpose: optional(
          pipe(
            array(picklist(purposes)),
            nonEmpty(rule2("empty_value")),
            metadata({ uniqueItems: true }),
            description(
              "Default for aes256-gcm96: encrypt and decrypt; required for other types that are distributed. Immutable once distributed."
            )
          )
        ),
        protection: optional(
          pipe(picklist(protections), description("Immutable once distributed.")),
          "hsm"
        ),
        deletion_allowed: optional(pipe(boolean(), description("Omitted: Vault's value stays."))),
        min_enabled_version: optional(
          pipe(
            number(),
            integer(rule2("invalid_version")),
            minValue(0, rule2("invalid_version")),
            maxValue(2 ** 31 - 1, rule2("invalid_version")),
            description("0: all versions. Omitted: Vault's value stays.")
          )
        ),
        replica_regions: optional(
          pipe(
            array(region),
            metadata({ uniqueItems: true }),
            description("Multi-region keys (Vault 2.0.0 and newer), aes256-gcm96 only. Immutable.")
          ),
          []
        ),
        rotate_after: optional(
          pipe(
            text(durationPattern, "invalid_duration"),
            description("Used by `rotate`: 90s, 15m, 12h, 90d.")
          )
        ),
        retire_after: optional(
          pipe(
            text(durationPattern, "invalid_duration"),
            description(
              "`rotate` disables versions that were replaced longer ago than this and are idle. Excludes `min_enabled_version`."
            )
          )
        )
      }),
      metadata({
        allOf: [
          { not: { required: ["retire_after", "min_enabled_version"] } },
          {
            if: { required: ["type", "kms"], properties: { type: { not: { const: "aes256-gcm96" } } } },
            // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
            then: { required: ["purpose"] }
          },
          {
            if: { required: ["type"], properties: { type: { not: { const: "aes256-gcm96" } } } },
            // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
            then: { properties: { replica_regions: { maxItems: 0 } } }
          }
        ]
      })
    );
    provider = (secret) => pipe(
      fields10({
        provider: optional(picklist(["awskms"]), "awskms"),
        key_collection: pipe(region, description("AWS region. Immutable.")),
        credentials: optional(
          pipe(
            fields10({
              access_key: secret,
              secret_key: secret,
              session_token: optional(secret),
              endpoint: optional(text(endpointOrReference, "invalid_endpoint"))
            }),
            description(
              "Omitted: Vault keeps its credentials, or uses its own AWS credential chain. A secret is a reference to an environment variable of the step: ${AWS_ACCESS_KEY_ID}."
            )
          )
        ),
        access_key: optional(secret),
        secret_key: optional(secret),
        verify: optional(
          pipe(
            verify2,
            description(
              "Which identity reads AWS, and whose permissions are audited, when this provider is verified."
            )
          ),
          {}
        )
      }),
      metadata({
        dependencies: {
          access_key: ["secret_key"],
          secret_key: ["access_key"],
          credentials: { not: { anyOf: [{ required: ["access_key"] }, { required: ["secret_key"] }] } }
        }
      })
    );
    mount = (secret) => fields10({
      namespace: optional(
        pipe(
          text(namespacePattern, "invalid_namespace"),
          description("Relative to the connection's `vault_namespace`; no slash at either end.")
        )
      ),
      path: optional(
        pipe(text(pathPattern, "invalid_path"), description("Where the keymgmt engine is mounted.")),
        "keymgmt"
      ),
      create_mount: optional(
        pipe(boolean(), description("Enable the keymgmt engine there when the path is free.")),
        false
      ),
      kms: optional(pipe(named3(name, provider(secret)), description("The KMS providers by name.")), {}),
      keys: optional(pipe(named3(name, key), description("The keys by name.")), {})
    });
    manifestSchema = pipe(
      mount(reference),
      title("A mount of Vault Key Management, its AWS KMS providers and its keys")
    );
    inlineSchema = mount(literal2);
  }
});

// src/declare/declared-credentials.ts
function checkCredentialValues(tree, { env, unset }) {
  return values(tree.data).flatMap(([path, text4]) => {
    const { at, value } = locateNode(tree.root, path);
    const name2 = variable3(text4);
    const resolved = resolve(text4, env);
    if (resolved === "" && name2 !== null) {
      if (unset === "none") return [];
      return [
        makeProblem("unset_variable", at, value, `the environment variable ${name2} is not set, or is empty.`)
      ];
    }
    if (path.at(-1) === "endpoint" && !endpointPattern.test(resolved))
      return [makeProblem("invalid_endpoint", at, value)];
    if (!/[^\x21-\x7e]/.test(resolved)) return [];
    const subject = name2 === null ? "" : `the value of ${name2} `;
    const message = `${subject}contains a space, a line break or another character that AWS credentials cannot contain.`;
    return [makeProblem("invalid_credential", at, value, message)];
  });
}
function credentialsOf2(provider2, { env }) {
  const { access_key, secret_key, credentials: credentials2 = { access_key, secret_key } } = provider2;
  if (credentials2.access_key === void 0 || credentials2.secret_key === void 0) return null;
  const access2 = resolve(credentials2.access_key, env);
  const secret = resolve(credentials2.secret_key, env);
  if (access2 === "" || secret === "") return null;
  const session = resolve(provider2.credentials?.session_token ?? "", env);
  return {
    access_key: new Secret(access2),
    secret_key: new Secret(secret),
    session_token: session === "" ? null : new Secret(session),
    endpoint: resolve(provider2.credentials?.endpoint ?? "", env) || null
  };
}
function variable3(text4) {
  return referencePattern.test(text4) ? text4.slice(2, -1) : null;
}
function resolve(text4, env) {
  const name2 = variable3(text4);
  return name2 === null ? text4 : env[name2] ?? "";
}
function values(data) {
  return Object.entries(asMap(asMap(data)["kms"])).flatMap(([name2, provider2]) => {
    const flat = texts2(["kms", name2], asMap(provider2));
    return [...flat, ...texts2(["kms", name2, "credentials"], asMap(asMap(provider2)["credentials"]))];
  });
}
function texts2(path, map2) {
  return fields11.flatMap((field2) => {
    const text4 = map2[field2];
    return typeof text4 === "string" && text4 !== "" ? [[[...path, field2], text4]] : [];
  });
}
var fields11;
var init_declared_credentials = __esm({
  "src/declare/declared-credentials.ts"() {
    "use strict";
    init_secret();
    init_document_tree();
    init_make_problem();
    init_manifest_schema();
    init_untyped();
    fields11 = ["access_key", "secret_key", "session_token", "endpoint"];
  }
});

// src/declare/to-mount.ts
function toMount(data, root, variables) {
  const named8 = (...path) => locateNode(root, path).key;
  return {
    namespace: data.namespace ?? "",
    path: data.path,
    create_mount: data.create_mount,
    kms: Object.entries(data.kms).map(([name2, it]) => toProvider(name2, it, named8("kms", name2), variables)),
    keys: Object.entries(data.keys).map(([name2, it]) => toKey(name2, it, named8("keys", name2))),
    source: root.value
  };
}
function toProvider(name2, data, source, variables) {
  const {
    role_arn = null,
    external_id = null,
    principal_arn = null,
    account_id = null,
    min_keys
  } = data.verify;
  return {
    name: name2,
    provider: "awskms",
    key_collection: data.key_collection,
    credentials: credentialsOf2(data, variables),
    verify: {
      role_arn,
      external_id,
      principal_arn,
      account_id,
      ...min_keys === void 0 ? {} : { min_keys }
    },
    source
  };
}
function toKey(name2, data, source) {
  const { purpose = data.type === "aes256-gcm96" ? ["encrypt", "decrypt"] : [] } = data;
  return {
    name: name2,
    type: data.type,
    kms: data.kms ?? null,
    purpose: sortPurposes(purpose),
    protection: data.protection,
    deletion_allowed: data.deletion_allowed ?? null,
    min_enabled_version: data.min_enabled_version ?? null,
    replica_regions: data.replica_regions,
    rotate_after: data.rotate_after === void 0 ? null : milliseconds(data.rotate_after),
    retire_after: data.retire_after === void 0 ? null : milliseconds(data.retire_after),
    source
  };
}
var init_to_mount = __esm({
  "src/declare/to-mount.ts"() {
    "use strict";
    init_duration();
    init_key();
    init_declared_credentials();
    init_document_tree();
  }
});

// src/declare/declaration.ts
function declare(trees, schema, variables, sha256, earlier) {
  const checked2 = trees.map((tree) => checkDocument(tree, schema, variables));
  const found2 = checked2.flatMap(({ problems: problems2 }) => problems2);
  const problems = [...earlier, ...found2, ...repeatedMounts(trees)];
  if (problems.length > 0) throw new InvalidInput(onePerLocation(problems));
  const mounts = checked2.map(({ data, root }) => ({ mount: toMount(data, root, variables), root }));
  return {
    desired: { mounts: mounts.map(({ mount: mount2 }) => mount2) },
    warnings: mounts.flatMap(({ mount: mount2, root }) => advise(mount2, root)),
    sha256
  };
}
function checkDocument(tree, schema, variables) {
  const { data, problems } = checkShape(schema, tree);
  const all = [...problems, ...checkRelations(tree), ...checkCredentialValues(tree, variables)];
  return { data, root: tree.root, problems: all };
}
function repeatedMounts(trees) {
  const first = /* @__PURE__ */ new Map();
  return trees.flatMap((tree) => {
    const { namespace = "", path = "keymgmt" } = asMap(tree.data);
    if (typeof namespace !== "string" || typeof path !== "string") return [];
    const id = mountId({ namespace, path });
    const { at, value } = locateNode(tree.root, Object.hasOwn(asMap(tree.data), "path") ? ["path"] : []);
    const before = first.get(id);
    if (before === void 0) {
      first.set(id, showLocation(value));
      return [];
    }
    const remedy2 = "Declare each mount in one document.";
    return [
      makeProblem("duplicate_name", at, value, `the mount ${id} is already declared at ${before}.`, remedy2)
    ];
  });
}
function onePerLocation(problems) {
  const first = /* @__PURE__ */ new Map();
  for (const found2 of problems) {
    const location = JSON.stringify([found2.at, found2.source]);
    if (!first.has(location)) first.set(location, found2);
  }
  const files = [...new Set([...first.values()].map(({ source }) => source.file))];
  const order2 = ({ source: { file, line: line2, column } }) => [files.indexOf(file), line2 ?? 0, column ?? 0];
  return [...first.values()].sort((a, b) => {
    const [x, y] = [order2(a), order2(b)];
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
  });
}
var init_declaration = __esm({
  "src/declare/declaration.ts"() {
    "use strict";
    init_errors();
    init_id();
    init_problem();
    init_advice();
    init_check_relations();
    init_check_shape();
    init_declared_credentials();
    init_document_tree();
    init_make_problem();
    init_to_mount();
    init_untyped();
  }
});

// src/declare/parse-yaml.ts
function parseYaml(text4) {
  const lines = new import_yaml2.LineCounter();
  const source = (offset) => {
    const { line: line2, col } = lines.linePos(offset);
    return { file: text4.file, input: text4.input, line: Math.max(line2, 1), column: Math.max(col, 1) };
  };
  if (text4.text.length > maxLength) {
    const message = `the text has ${text4.text.length} characters; at most ${maxLength} are read.`;
    return { trees: [], problems: [makeProblem("yaml_limit", "", source(0), message)] };
  }
  const documents = (0, import_yaml2.parseAllDocuments)(text4.text, {
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    lineCounter: lines
  });
  const trees = [];
  const problems = [];
  for (const document2 of documents) {
    const found2 = [...syntaxProblems(document2, source)];
    const tree = found2.length === 0 ? new Walk(source, found2).tree(document2.contents) : null;
    if (tree !== null && found2.length === 0) trees.push(tree);
    problems.push(found2);
  }
  return { trees, problems: problems.flat() };
}
function* syntaxProblems(document2, source) {
  const seen = /* @__PURE__ */ new Set();
  for (const { code: code2, pos } of [...document2.errors, ...document2.warnings]) {
    const where = source(pos[0]);
    if (seen.has(where.line)) continue;
    seen.add(where.line);
    if (code2 === "RESOURCE_EXHAUSTION")
      yield makeProblem("yaml_limit", "", where, "values are nested too deep.");
    else yield makeProblem("yaml_syntax", "", where, `${syntax[code2]}.`);
  }
}
function scalar(node) {
  return { data: node.value, children: /* @__PURE__ */ new Map(), size: 1 };
}
var import_yaml2, maxLength, maxDepth, maxValues, empty, Walk, syntax;
var init_parse_yaml = __esm({
  "src/declare/parse-yaml.ts"() {
    "use strict";
    import_yaml2 = require("./lib/yaml.cjs");
    init_document_tree();
    init_make_problem();
    maxLength = 2 ** 20;
    maxDepth = 32;
    maxValues = 1e5;
    empty = { data: null, children: /* @__PURE__ */ new Map(), size: 1 };
    Walk = class {
      #source;
      #problems;
      #anchors = /* @__PURE__ */ new Map();
      constructor(source, problems) {
        this.#source = source;
        this.#problems = problems;
      }
      /** `null` for an empty document. */
      tree(contents) {
        if (contents === null || (0, import_yaml2.isScalar)(contents) && contents.source === "" && contents.type === "PLAIN") {
          return null;
        }
        const where = this.#source(contents.range[0]);
        const { data, children, size } = this.#value(contents, []);
        const root = { key: where, value: where, children };
        if (size > maxValues) {
          const message = `the document has ${size} values, aliases expanded; at most ${maxValues} are read.`;
          this.#problems.push(makeProblem("yaml_limit", "", where, message));
        }
        return { data, root };
      }
      #value(node, path) {
        if (node === null) return empty;
        if (path.length > maxDepth) return this.#reject("yaml_limit", node, path, "is nested too deep.");
        if ((0, import_yaml2.isAlias)(node)) return this.#alias(node, path);
        const walked = (0, import_yaml2.isMap)(node) ? this.#map(node, path) : (0, import_yaml2.isSeq)(node) ? this.#list(node, path) : scalar(node);
        if (node.anchor !== void 0) this.#anchors.set(node.anchor, walked);
        return walked;
      }
      #alias(node, path) {
        const target = this.#anchors.get(node.source);
        return target ?? this.#reject("yaml_syntax", node, path, "is an alias inside the value that it refers to.");
      }
      #map(node, path) {
        const fields12 = /* @__PURE__ */ new Map();
        const children = /* @__PURE__ */ new Map();
        let size = 1;
        for (const { key: key2, value } of node.items) {
          const name2 = String(key2.value);
          const where = this.#source(key2.range[0]);
          const first = children.get(name2);
          if (first !== void 0) {
            const { at } = locateNode({ key: where, value: where, children: /* @__PURE__ */ new Map() }, [...path, name2]);
            const message = `is declared twice; first on line ${first.key.line}.`;
            this.#problems.push(makeProblem("duplicate_name", at, where, message));
            continue;
          }
          const walked = this.#value(value, [...path, name2]);
          size += walked.size;
          fields12.set(name2, walked.data);
          children.set(name2, { key: where, value: this.#where(value, where), children: walked.children });
        }
        return { data: Object.fromEntries(fields12), children, size };
      }
      #list(node, path) {
        const items = [];
        const children = /* @__PURE__ */ new Map();
        let size = 1;
        for (const [index, item] of node.items.entries()) {
          const walked = this.#value(item, [...path, index]);
          const where = this.#source(item.range[0]);
          size += walked.size;
          items.push(walked.data);
          children.set(String(index), { key: where, value: where, children: walked.children });
        }
        return { data: items, children, size };
      }
      /** An omitted value has the location of its name. */
      #where(node, otherwise) {
        return node === null || (0, import_yaml2.isScalar)(node) && node.source === "" && node.type === "PLAIN" ? otherwise : this.#source(node.range[0]);
      }
      #reject(code2, node, path, message) {
        const where = this.#source(node.range[0]);
        const { at } = locateNode({ key: where, value: where, children: /* @__PURE__ */ new Map() }, path.slice(0, 5));
        this.#problems.push(makeProblem(code2, at, where, message));
        return empty;
      }
    };
    syntax = {
      ALIAS_PROPS: "an alias cannot have an anchor or a tag",
      BAD_ALIAS: "an alias refers to no earlier anchor",
      BAD_COLLECTION_TYPE: "a tag does not fit its value",
      BAD_DIRECTIVE: "a directive (%) is wrong",
      BAD_DQ_ESCAPE: "a backslash in double quotes is not followed by a known escape",
      BAD_INDENT: "the indentation does not fit the lines around it",
      BAD_PROP_ORDER: "an anchor or a tag is in the wrong position",
      BAD_SCALAR_START: "a value cannot start with this character without quotes",
      BLOCK_AS_IMPLICIT_KEY: 'a value cannot hold another "name: value" on the same line without quotes',
      BLOCK_IN_FLOW: "a block is not allowed inside [ ] or { }",
      DUPLICATE_KEY: "a name is declared twice",
      IMPOSSIBLE: "this is not YAML",
      KEY_OVER_1024_CHARS: "a name has more than 1024 characters",
      MISSING_CHAR: "a character is missing, such as a closing quote, bracket, comma or colon",
      MULTILINE_IMPLICIT_KEY: "a name spans more than one line, or its colon is missing",
      MULTIPLE_ANCHORS: "a value has two anchors",
      MULTIPLE_DOCS: "a document starts in the wrong position",
      MULTIPLE_TAGS: "a value has two tags",
      NON_STRING_KEY: "a name is not a plain word",
      RESOURCE_EXHAUSTION: "values are nested too deep",
      TAB_AS_INDENT: "indentation uses a tab; YAML requires spaces",
      TAG_RESOLVE_FAILED: "a value has a tag (!) that is unknown or does not fit",
      UNEXPECTED_TOKEN: "YAML does not allow this here"
    };
  }
});

// src/declare/manifest.ts
var manifest_exports = {};
__export(manifest_exports, {
  declareManifest: () => declareManifest
});
function declareManifest(texts3, env, unset = "error") {
  const parsed2 = texts3.map(parseYaml);
  const trees = parsed2.flatMap((it) => it.trees);
  const problems = parsed2.flatMap((it) => it.problems);
  if (trees.length === 0 && problems.length === 0) {
    const message = "declares nothing: every document is empty.";
    const remedy2 = "Declare at least one mount: `path: keymgmt`, with `kms` and `keys`.";
    throw new InvalidInput([makeProblem("nothing_declared", "", inputLocation("manifest"), message, remedy2)]);
  }
  const hash2 = (0, import_node_crypto4.createHash)("sha256");
  for (const { text: text4 } of texts3) hash2.update(text4);
  return declare(trees, manifestSchema, { env, unset }, hash2.digest("hex"), problems);
}
var import_node_crypto4;
var init_manifest = __esm({
  "src/declare/manifest.ts"() {
    "use strict";
    import_node_crypto4 = require("node:crypto");
    init_errors();
    init_problem();
    init_declaration();
    init_make_problem();
    init_manifest_schema();
    init_parse_yaml();
  }
});

// src/render/plain.ts
function plain(text4) {
  return (0, import_node_util.stripVTControlCharacters)(text4.replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")).replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, "").replace(new RegExp("\\p{Cs}", "gu"), "�");
}
function oneLine(text4) {
  return plain(text4).replace(/\s+/g, " ").trim();
}
function clip(text4, length) {
  return text4.length <= length ? text4 : `${text4.slice(0, length).replace(new RegExp("\\p{Cs}$", "u"), "")}…`;
}
var import_node_util;
var init_plain = __esm({
  "src/render/plain.ts"() {
    "use strict";
    import_node_util = require("node:util");
  }
});

// src/action/github/answers.ts
function parseAnswer(schema, data, what) {
  const result = safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const at = issue.path?.map(({ key: key2 }) => String(key2)).join(".") ?? "";
  const problem3 = issue.received === "undefined" ? `${at} is missing` : `${at === "" ? "" : `${at}: `}${issue.message}`;
  throw new UnusableAnswer(
    `${what} is not in the form that GitHub documents: ${clip(oneLine(problem3), 200)}`
  );
}
async function readPages(readPage, schema, what) {
  const entries = [];
  for (let page = 1; page <= mostPages2; page += 1) {
    const { data, headers } = await readPage(page);
    const found2 = parseAnswer(array(schema), data, `the list of ${what}`);
    entries.push(...found2);
    if (found2.length === 0 || !(headers.link ?? "").includes('rel="next"')) return entries;
  }
  throw new UnusableAnswer(`GitHub lists more than ${mostPages2 * 100} entries of ${what}`);
}
var UnusableAnswer, user, label, commentAnswer, issueAnswer, pullAnswer, userAnswer, mostPages2;
var init_answers = __esm({
  "src/action/github/answers.ts"() {
    "use strict";
    init_dist();
    init_plain();
    UnusableAnswer = class extends Error {
      name = "UnusableAnswer";
    };
    user = nullish(object({ login: string(), type: optional(string()) }));
    label = union([string(), object({ name: nullish(string()) })]);
    commentAnswer = object({
      id: number(),
      html_url: string(),
      body: nullish(string()),
      user
    });
    issueAnswer = object({
      number: number(),
      html_url: string(),
      body: nullish(string()),
      user,
      labels: array(label),
      pull_request: optional(unknown())
    });
    pullAnswer = object({ number: number(), head: object({ sha: string() }) });
    userAnswer = object({ login: string() });
    mostPages2 = 30;
  }
});

// src/action/github/retry-delay.ts
function retryDelay(error, attempt, now) {
  const { status = 0, message = "", response, cause = error } = error;
  if (cause instanceof UnusableAnswer) return null;
  const header = (name2) => {
    const value = response?.headers?.[name2];
    return value === void 0 || value === "" || Number.isNaN(Number(value)) ? null : Number(value);
  };
  const backoff = 500 * 2 ** (attempt - 1);
  const after = header("retry-after");
  if (status === 403 || status === 429) {
    if (after !== null) return after * 1e3;
    const reset = header("x-ratelimit-reset");
    if (header("x-ratelimit-remaining") === 0 && reset !== null)
      return Math.max(1e3, reset * 1e3 - now.getTime());
    return /secondary rate limit/i.test(message) || status === 429 ? 6e4 * attempt : null;
  }
  if (status >= 500) return after === null ? backoff : after * 1e3;
  return null;
}
var attempts2, retryBudget;
var init_retry_delay = __esm({
  "src/action/github/retry-delay.ts"() {
    "use strict";
    init_answers();
    attempts2 = 4;
    retryBudget = 6e4;
  }
});

// src/effects/proxy-dispatcher.ts
function proxyDispatcher(proxy2, options = {}) {
  const token = proxyAuthorization(proxy2);
  return new import_undici.ProxyAgent({
    ...options,
    uri: proxy2.origin,
    ...token === null ? {} : { token },
    clientFactory: (origin2, settings) => {
      const { connect: connect3 } = settings;
      return new import_undici.Pool(origin2, {
        connect: (to2, callback) => connect3(
          to2,
          (...[error, socket]) => error === null ? callback(null, socket) : callback(proxyError(proxy2, error), null)
        )
      });
    }
  });
}
var import_undici;
var init_proxy_dispatcher = __esm({
  "src/effects/proxy-dispatcher.ts"() {
    "use strict";
    import_undici = require("./lib/undici.cjs");
    init_proxy();
  }
});

// src/action/github/github-fetch.ts
function githubFetch(server, { env, clock: clock2, log, signal, request_time = 3e4 }) {
  const proxy2 = proxyFor(server, env);
  const dispatcher = proxy2 === null ? new import_undici2.Agent() : proxyDispatcher(proxy2);
  return async (url, options) => {
    const started = clock2.now().getTime();
    const line2 = (status) => `GitHub: ${options.method} ${new URL(url).pathname} → ${status} (${clock2.now().getTime() - started} ms)`;
    const end2 = new AbortController();
    const stop = () => end2.abort(signal.reason);
    const timer = setTimeout(
      () => end2.abort(new Error(`GitHub did not answer within ${request_time / 1e3} s`)),
      request_time
    );
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      const response = await (0, import_undici2.fetch)(url, { ...options, dispatcher, signal: end2.signal });
      const body2 = await readBody2(response);
      log.debug(line2(response.status));
      return withBody(response, body2);
    } catch (error) {
      log.debug(line2("no answer"));
      throw end2.signal.aborted ? end2.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  };
}
async function readBody2({ body: body2 }) {
  const chunks = [];
  let size = 0;
  for await (const chunk of body2 ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswer3) throw new UnusableAnswer(`the answer has more than ${largestAnswer3} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
function withBody(response, body2) {
  const headers = new Map(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  const hasBody = body2.byteLength > 0 && ![204, 205, 304].includes(response.status);
  return new import_undici2.Response(hasBody ? body2 : null, { status: response.status, headers: [...headers] });
}
var import_undici2, largestAnswer3;
var init_github_fetch = __esm({
  "src/action/github/github-fetch.ts"() {
    "use strict";
    import_undici2 = require("./lib/undici.cjs");
    init_proxy();
    init_proxy_dispatcher();
    init_answers();
    largestAnswer3 = 16 * 1024 * 1024;
  }
});

// src/action/github/repository.ts
var repository_exports = {};
__export(repository_exports, {
  openRepository: () => openRepository,
  sendWithRetryToGitHub: () => sendWithRetryToGitHub
});
async function openRepository(token, effects2) {
  const { env, log } = effects2;
  const [owner = "", repo = ""] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  const baseUrl = env["GITHUB_API_URL"] || "https://api.github.com";
  const octokit = (0, import_github2.getOctokit)(token, {
    baseUrl,
    request: { fetch: githubFetch(new URL(baseUrl), effects2) },
    log: { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug }
  });
  const self = await selfOf(octokit);
  return {
    octokit,
    at: { owner, repo },
    isOurs: (author) => self === null ? author?.type === "Bot" : author?.login === self
  };
}
async function selfOf(octokit) {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return parseAnswer(userAnswer, data, "the answer about the token's user").login;
  } catch (error) {
    const { status } = error;
    if (status === 404 || status === 403 && retryDelay(error, 1, /* @__PURE__ */ new Date(0)) === null) return null;
    throw error;
  }
}
async function sendWithRetryToGitHub(work, { clock: clock2, log, signal }) {
  const deadline = clock2.now().getTime() + retryBudget;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const now = clock2.now();
      const wait2 = retryDelay(error, attempt, now);
      if (wait2 === null || attempt === attempts2 || now.getTime() + wait2 > deadline || signal.aborted)
        throw error;
      log.info(`GitHub limits requests; retrying in ${Math.ceil(wait2 / 1e3)} s.`);
      await clock2.sleep(wait2, signal);
    }
  }
}
var import_github2;
var init_repository = __esm({
  "src/action/github/repository.ts"() {
    "use strict";
    import_github2 = require("./lib/actions-github.cjs");
    init_answers();
    init_github_fetch();
    init_retry_delay();
  }
});

// src/evidence-page/page-content.ts
var page_content_exports = {};
__export(page_content_exports, {
  contentOfReport: () => contentOfReport,
  contentOfRun: () => contentOfRun
});
function contentOfRun(run) {
  const { verification: verification2 } = run;
  return {
    status: verification2?.status ?? "indeterminate",
    complete: verification2?.complete ?? false,
    checked_at: verification2?.checked_at ?? run.finished_at ?? run.started_at,
    summary: verification2?.summary ?? emptySummary,
    targets: verification2 === null ? [] : [verification2],
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
function provenanceOf({ vault, command: command2, provenance: by }) {
  const runUrl2 = by.run_url !== null && /^https?:\/\/[\w.:/-]{1,300}$/.test(by.run_url) ? by.run_url : null;
  return [
    fact("Checked by", by.actor),
    fact("Repository", by.repository),
    fact("Branch or tag", by.ref),
    fact("Commit", by.commit),
    fact("Workflow", by.workflow),
    ...fact("Run", by.run_id && `${by.run_id}, attempt ${by.run_attempt ?? "1"}`).map(
      (run) => runUrl2 === null ? run : { ...run, url: runUrl2 }
    ),
    fact("Command", command2),
    fact("Vault", vault?.url),
    fact("Vault namespace", vault?.namespace),
    fact("Manifest SHA-256", by.manifest_sha256),
    fact("Tool version", by.tool_version)
  ].flat();
}
function fact(label3, text4) {
  return text4 === null || text4 === void 0 || text4 === "" ? [] : [{ label: label3, text: text4 }];
}
var emptySummary;
var init_page_content = __esm({
  "src/evidence-page/page-content.ts"() {
    "use strict";
    emptySummary = {
      keys: 0,
      key_status: { passed: 0, failed: 0, indeterminate: 0 },
      versions: 0,
      passed: 0,
      failed: 0,
      indeterminate: 0,
      permissions: { allowed: 0, denied: 0, indeterminate: 0 }
    };
  }
});

// node_modules/hono/dist/utils/html.js
var HtmlEscapedCallbackPhase, raw, escapeRe, stringBufferToString, escapeToBuffer, resolveCallbackSync;
var init_html = __esm({
  "node_modules/hono/dist/utils/html.js"() {
    HtmlEscapedCallbackPhase = {
      Stringify: 1,
      BeforeStream: 2,
      Stream: 3
    };
    raw = (value, callbacks) => {
      const escapedString = new String(value);
      escapedString.isEscaped = true;
      escapedString.callbacks = callbacks;
      return escapedString;
    };
    escapeRe = /[&<>'"]/;
    stringBufferToString = async (buffer, callbacks) => {
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
    escapeToBuffer = (str, buffer) => {
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
    resolveCallbackSync = (str) => {
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
  }
});

// node_modules/hono/dist/helper/html/index.js
var html;
var init_html2 = __esm({
  "node_modules/hono/dist/helper/html/index.js"() {
    init_html();
    html = (strings, ...values2) => {
      const buffer = [""];
      for (let i = 0, len = strings.length - 1; i < len; i++) {
        buffer[0] += strings[i];
        const children = Array.isArray(values2[i]) ? values2[i].flat(Infinity) : [values2[i]];
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
  }
});

// src/evidence-page/markup.ts
function markup(strings, ...values2) {
  return html(strings, ...values2.map(visible));
}
function visible(value) {
  if (typeof value === "string") return clip(plain(value), longest2);
  return Array.isArray(value) ? value.map(visible) : value;
}
var longest2, nothing;
var init_markup = __esm({
  "src/evidence-page/markup.ts"() {
    "use strict";
    init_html2();
    init_plain();
    longest2 = 4e3;
    nothing = html``;
  }
});

// src/evidence-page/bounded-list.ts
function list3(title2, items) {
  if (items.length === 0) return nothing;
  return markup`<h3>${title2}</h3>
<ul>${items.slice(0, named5)}</ul>
${more2(items.length)}
`;
}
function more2(length) {
  return length > named5 ? markup`<p>The report has ${length - named5} more.</p>` : nothing;
}
var named5;
var init_bounded_list = __esm({
  "src/evidence-page/bounded-list.ts"() {
    "use strict";
    init_markup();
    named5 = 500;
  }
});

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
${accepted.slice(0, named5).map(acceptedRow)}
</tbody>
</table>
</div>
${more2(accepted.length)}
</section>
`;
}
function acceptedRow({ id, reason, owner, expires, finding: finding2, permission: permission2 }) {
  const what = finding2 === void 0 ? markup`<code>${permission2.action}</code> ${permission2.message}` : markup`<code>${finding2.check}</code> ${finding2.message}`;
  return markup`<tr><th scope="row">${what} <small>${id}</small></th><td>${reason}<td>${owner}<td>${expires}</tr>
`;
}
var init_accepted_section = __esm({
  "src/evidence-page/accepted-section.ts"() {
    "use strict";
    init_bounded_list();
    init_markup();
  }
});

// src/evidence-page/page-index.ts
function indexOf({ targets, run }) {
  let count3 = 0;
  const anchor = () => `n${++count3}`;
  const numbered = (located, about) => ({
    ...located,
    anchor: anchor(),
    about
  });
  const general = targets.flatMap(
    (target) => findingsOf({ ...target, keys: [] }).map((located) => numbered(located, scopeOf3(target)))
  );
  const providers = targets.flatMap(
    (target) => [...groupsOf2(target, run).values()].map(({ mount: mount2, kms, region: region2, keys: keys2 }) => {
      const pageKeys = keys2.map((key2) => ({
        key: key2,
        anchor: anchor(),
        findings: findingsOfKey(key2).map((located) => numbered(located, aboutOf(located)))
      }));
      return {
        anchor: anchor(),
        mount: mount2,
        kms,
        region: region2,
        account_id: target.account_id,
        status: worst(keys2.map(({ status }) => status)),
        depth: target.depth ?? null,
        keys: pageKeys.sort((a, b) => bySeverity(a.key, b.key) || a.key.name.localeCompare(b.key.name))
      };
    })
  );
  providers.sort((a, b) => bySeverity(a, b) || a.kms.localeCompare(b.kms));
  const ofKeys = providers.flatMap(({ keys: keys2 }) => keys2.flatMap(({ findings: findings2 }) => findings2));
  return {
    providers,
    findings: [...general, ...ofKeys].sort((a, b) => bySeverity(a.finding, b.finding))
  };
}
function scopeOf3({ region: region2, account_id }) {
  return account_id === null ? region2 : `${region2}, account ${account_id}`;
}
function groupsOf2(target, run) {
  const groups2 = /* @__PURE__ */ new Map();
  for (const key2 of target.keys) {
    const region2 = regionOf3(key2, target, run);
    const mount2 = mountOf3(key2, run);
    const id = JSON.stringify([mount2, key2.kms, region2]);
    const group = groups2.get(id) ?? { mount: mount2, kms: key2.kms, region: region2, keys: [] };
    group.keys.push(key2);
    groups2.set(id, group);
  }
  return groups2;
}
function regionOf3({ kms, versions: versions2 }, target, run) {
  const arn2 = versions2.find((version3) => version3.arn !== null)?.arn;
  return arn2?.split(":")[3] || run?.providers.find((provider2) => provider2.kms === kms)?.region || target.region;
}
function mountOf3({ id, kms, name: name2 }, run) {
  const end2 = `/kms/${kms}/key/${name2}`;
  if (id?.endsWith(end2)) return id.slice(0, -end2.length);
  const mounts = new Set(run?.providers.filter((provider2) => provider2.kms === kms).map(mountId));
  return mounts.size === 1 ? [...mounts][0] : null;
}
function aboutOf({ key: key2, version: version3, finding: finding2 }) {
  const replica = finding2.replica_region === void 0 ? "" : `, replica in ${finding2.replica_region}`;
  return `${key2?.name}${version3 === null ? "" : ` version ${version3.version}`}${replica} on ${key2?.kms}`;
}
function newestFirst(versions2) {
  return [...versions2].sort((a, b) => b.version - a.version);
}
var init_page_index = __esm({
  "src/evidence-page/page-index.ts"() {
    "use strict";
    init_id();
    init_report();
    init_report_findings();
  }
});

// src/evidence-page/status-words.ts
function badge({ sign, word, look }) {
  return markup`<span class="badge ${look}">${sign} ${word}</span>`;
}
var statusMark, decisionMark;
var init_status_words = __esm({
  "src/evidence-page/status-words.ts"() {
    "use strict";
    init_markup();
    statusMark = {
      pass: { sign: "✓", word: "match", look: "pass" },
      fail: { sign: "✗", word: "mismatch", look: "fail" },
      indeterminate: { sign: "?", word: "inconclusive", look: "indeterminate" }
    };
    decisionMark = {
      allowed: { sign: "✓", word: "allowed", look: "pass" },
      denied: { sign: "✗", word: "denied", look: "fail" },
      indeterminate: { sign: "?", word: "inconclusive", look: "indeterminate" }
    };
  }
});

// src/evidence-page/changes-section.ts
function changesSection({ targets }) {
  const changed = targets.flatMap(
    (target) => target.changes === void 0 ? [] : [{ target, changes: target.changes }]
  );
  if (changed.length === 0) return nothing;
  return markup`<section id="changes">
<h2>What changed</h2>
${changed.map(({ target, changes }) => changesOf(target, changes, changed.length > 1))}
</section>
`;
}
function changesOf(target, changes, isOneOfMany) {
  const finding2 = ({ id, check: check2, status, message }) => markup`<li>${badge(statusMark[status])} <code>${check2}</code> ${message} <small>${id}</small></li>`;
  const permission2 = ({ action, principal_arn, region: region2 }) => markup`<li><code>${action}</code> in ${region2}${principal_arn === null ? nothing : markup` of ${principal_arn}`}</li>`;
  const key2 = (id) => markup`<li><code>${id}</code></li>`;
  return markup`<p>${isOneOfMany ? markup`<strong>${scopeOf3(target)}</strong>: ` : nothing}Since ${changes.since}: ${changes.new.length} new, ${changes.fixed.length} fixed, ${changes.unchanged} unchanged.</p>
${list3("New findings", changes.new.map(finding2))}
${list3(
    "Key material replaced",
    changes.material_replaced.map(
      ({ id, version: version3, key_id, from, to: to2 }) => markup`<li><code>${id}</code> version ${version3}, KMS key <code>${key_id}</code>: from <code>${from}</code> to <code>${to2}</code></li>`
    )
  )}
${list3("Keys gone", changes.keys_gone.map(key2))}
${list3("Permissions lost", changes.permissions_lost.map(permission2))}
${list3("Permissions gained", changes.permissions_gained.map(permission2))}
${list3("Keys added", changes.keys_added.map(key2))}
${list3("Fixed", changes.fixed.map(finding2))}
`;
}
var init_changes_section = __esm({
  "src/evidence-page/changes-section.ts"() {
    "use strict";
    init_bounded_list();
    init_markup();
    init_page_index();
    init_status_words();
  }
});

// src/evidence-page/checks-section.ts
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
${docs.map((doc) => row3(doc, requirements(doc.id)))}
</tbody>
</table>
</div>
</details>
</section>
`;
}
function row3({ id, scope, depth, proves, cannot_see, calls, page }, requirements) {
  return markup`<tr id="check-${id}"><th scope="row"><a href="${page}">${id}</a></th><td>${scopes[scope]}${depth === "full" ? ", depth full" : ""}<td>${proves}<td>${cannot_see}<td>${calls.join(", ") || "nothing in AWS"}<td>${requirements.join(", ") || "–"}</tr>
`;
}
var scopes;
var init_checks_section = __esm({
  "src/evidence-page/checks-section.ts"() {
    "use strict";
    init_all_checks();
    init_markup();
    scopes = { version: "key version", key: "key", region: "region", run: "run" };
  }
});

// src/evidence-page/check-docs.ts
function checkDoc(id) {
  return Object.hasOwn(checkCatalogue, id) ? checkCatalogue[id] : null;
}
var keyColumns;
var init_check_docs = __esm({
  "src/evidence-page/check-docs.ts"() {
    "use strict";
    init_all_checks();
    keyColumns = Object.values(checkCatalogue).filter(
      ({ scope }) => scope === "version" || scope === "key"
    );
  }
});

// src/evidence-page/findings-section.ts
function anchoredFindings(findings2) {
  return new Set(findings2.slice(0, inFull).map(({ anchor }) => anchor));
}
function findingsSection(findings2) {
  if (findings2.length === 0) return nothing;
  const full = findings2.slice(0, inFull);
  const short2 = findings2.slice(inFull, named6);
  const left = findings2.length - full.length - short2.length;
  return markup`<section id="findings">
<h2>Findings</h2>
${groups(full).map(([check2, group]) => groupOf2(check2, group))}
${short2.length === 0 ? nothing : markup`<h3>Further findings</h3><ul class="plain">${short2.map(line)}</ul>`}
${left > 0 ? markup`<p>${count(left, "finding")} more are in the report.</p>` : nothing}
</section>
`;
}
function groups(findings2) {
  const byCheck = /* @__PURE__ */ new Map();
  for (const located of findings2) {
    const { check: check2 } = located.finding;
    byCheck.set(check2, [...byCheck.get(check2) ?? [], located]);
  }
  return [...byCheck].sort(([, a], [, b]) => bySeverity(worstOf2(a), worstOf2(b)) || b.length - a.length);
}
function worstOf2([first]) {
  return first.finding;
}
function groupOf2(check2, group) {
  const doc = checkDoc(check2);
  return markup`<section class="group">
<h3><code>${check2}</code> ${count(group.length, "finding")}</h3>
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
function remedy(text4) {
  const lines = text4.split("\n").filter((one) => one !== "");
  if (lines.length === 0) return nothing;
  return markup`<p><strong>Remedy</strong></p>
<ul class="plain">${lines.map((one) => isCommand(one) ? markup`<li><code>${one}</code></li>` : markup`<li>${one}</li>`)}</ul>`;
}
function line({ about, finding: { check: check2, status, actual } }) {
  return markup`<li>${badge(statusMark[status])} <code>${check2}</code> ${about}: ${actual}</li>
`;
}
var inFull, named6;
var init_findings_section = __esm({
  "src/evidence-page/findings-section.ts"() {
    "use strict";
    init_report();
    init_plan_wording();
    init_check_docs();
    init_markup();
    init_status_words();
    inFull = 300;
    named6 = 5e3;
  }
});

// src/evidence-page/inventory-section.ts
function inventorySection({ targets }) {
  const inventories = targets.flatMap((target) => target.inventory ?? []);
  if (inventories.length === 0) return nothing;
  const outside = inventories.flatMap(
    (inventory2) => inventory2.outside.map((key2) => ({ ...key2, scope: scopeOf3(inventory2) }))
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
<summary><h3>${count(outside.length, "KMS key")} outside Vault’s record</h3></summary>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys outside Vault’s record">
<table>
<thead><tr><th scope="col">KMS key</th><th scope="col">Origin</th><th scope="col">State</th><th scope="col">Aliases</th><th scope="col">Created</th><th scope="col">Creator</th><th scope="col">Last used</th></tr></thead>
<tbody>
${outside.slice(0, named5).map(
    ({ arn: arn2, source, key_state, aliases, created, creator, last_used }) => markup`<tr><th scope="row">${arn2}</th><td>${origins[source]}<td>${key_state ?? "unknown"}<td>${aliases.join(", ") || "–"}<td>${created ?? "unknown"}<td>${creator ?? "unknown"}<td>${last_used ?? "unknown"}</tr>
`
  )}
</tbody>
</table>
</div>
${more2(outside.length)}
</details>`}
</section>
`;
}
function inventoryRow(inventory2) {
  const { total, vault, imported, kms, custom_key_store, unread: unread2 } = inventory2;
  const share4 = total === 0 ? "–" : `${Math.floor(vault / total * 100)} %`;
  return markup`<tr><th scope="row">${scopeOf3(inventory2)}</th><td>${total}<td>${share4}<td>${vault}<td>${imported}<td>${kms}<td>${custom_key_store}<td>${unread2}</tr>
`;
}
var origins;
var init_inventory_section = __esm({
  "src/evidence-page/inventory-section.ts"() {
    "use strict";
    init_plan_wording();
    init_bounded_list();
    init_markup();
    init_page_index();
    origins = { imported: "imported", kms: "made by KMS", custom_key_store: "custom key store" };
  }
});

// src/evidence-page/key-matrix.ts
function keyMatrixSection(providers, anchored) {
  if (providers.length === 0) return nothing;
  return markup`<section id="keys">
<h2>Keys and checks</h2>
<p>A row is a key, a column a check. <b class="pass">✓</b> the check passed, or does not apply to the key. <b class="fail">✗</b> it failed. <b class="indeterminate">?</b> it is inconclusive. <b>·</b> no finding of its own, in a key that has others. <b>–</b> not run: the check needs <code>depth: full</code>. Each sign that is not ✓ links to its evidence; the name of a key leads to the KMS keys that were read, and the name of a check to what it proves.</p>
${providers.map((provider2) => providerTables(provider2, anchored, providers.length))}
</section>
`;
}
function providerTables(provider2, anchored, providers) {
  const { anchor, mount: mount2, kms, region: region2, account_id, status, keys: keys2, depth } = provider2;
  const of = (wanted2) => keys2.filter(({ key: key2 }) => key2.status === wanted2).length;
  const name2 = mount2 === null ? kms : `${mount2}/kms/${kms}`;
  const counts = `${count(keys2.length, "key")}: ${of("pass")} match, ${of("fail")} mismatch, ${of("indeterminate")} inconclusive`;
  return markup`<details class="provider ${status}" id="${anchor}"${status !== "pass" || providers <= unfolded ? markup` open` : nothing}>
<summary><h3>${badge(statusMark[status])} ${name2}</h3> <span>${region2}${account_id === null ? nothing : markup`, account ${account_id}`}. ${counts}.</span></summary>
<div class="wide" role="group" tabindex="0" aria-label="Checks of ${name2} in ${region2}">
<table class="matrix">
<thead><tr><th scope="col">Key</th>${keyColumns.map(columnHead)}</tr></thead>
<tbody>
${keys2.map((key2) => matrixRow(key2, anchored, depth))}
</tbody>
</table>
</div>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys of ${name2} in ${region2}">
<table>
<thead><tr><th scope="col">Key</th><th scope="col">Version</th><th scope="col">KMS key</th><th scope="col">State</th><th scope="col">Last used</th><th scope="col">Key material id</th><th scope="col">Result</th></tr></thead>
<tbody>
${keys2.flatMap((key2) => versionRows(key2, provider2))}
</tbody>
</table>
</div>
</details>
`;
}
function columnHead({ id }) {
  return markup`<th scope="col"><a href="#check-${id}">${id}</a></th>`;
}
function matrixRow({ anchor, key: key2, findings: findings2 }, anchored, depth) {
  const cells = keyColumns.map(({ id, depth: needed }) => {
    const found2 = findings2.filter(({ finding: finding2 }) => finding2.check === id);
    if (found2.length > 0) return findingCell(found2, anchored);
    if (needed === "full" && depth === "standard") return notRun;
    return key2.status === "pass" ? passed2 : quiet;
  });
  return markup`<tr class="${key2.status}"><th scope="row"><a href="#${anchor}">${key2.name}</a></th>${cells}</tr>
`;
}
function findingCell(found2, anchored) {
  const [first] = [...found2].sort((a, b) => bySeverity(a.finding, b.finding));
  const { sign, word, look } = statusMark[first.finding.status];
  const target = anchored.has(first.anchor) ? first.anchor : "findings";
  return markup`<td class="${look}"><a href="#${target}" aria-label="${word}">${sign}</a>`;
}
function versionRows({ anchor, key: key2, findings: findings2 }, { region: region2, account_id }) {
  const rows = newestFirst(key2.versions);
  if (rows.length === 0) {
    const why2 = findings2.length > 0 ? "no KMS key" : "left out of the report";
    return [
      markup`<tr id="${anchor}" class="${key2.status}"><th scope="row">${key2.name}</th><td>–<td>${why2}<td>–<td>–<td>–<td>${statusMark[key2.status].word}</tr>
`
    ];
  }
  return rows.map(
    (version3, row4) => markup`<tr${row4 === 0 ? markup` id="${anchor}"` : nothing} class="${key2.status}"><th scope="row">${row4 === 0 ? keyCell(key2) : key2.name}</th><td>${version3.version}<td>${kmsKeyName(version3, region2, account_id)}<td>${version3.key_state ?? "unknown"}<td>${lastUsed(version3)}<td>${version3.key_material_id ?? "–"}<td class="${version3.status}">${statusMark[version3.status].word}</tr>
`
  );
}
function keyCell({ name: name2, alias }) {
  return markup`${name2}${alias === "" ? nothing : markup` <small>${alias}</small>`}`;
}
function lastUsed({ usage }) {
  if (usage === void 0) return "–";
  if (usage.last_used === null) return `not since ${usage.tracked_since}`;
  return `${usage.last_used}${usage.operation === null ? "" : `, ${usage.operation}`}`;
}
function kmsKeyName({ arn: arn2, key_id }, region2, account_id) {
  return arn2 === null || arn2.includes(`:${region2}:${account_id}:`) ? key_id : arn2;
}
var unfolded, passed2, quiet, notRun;
var init_key_matrix = __esm({
  "src/evidence-page/key-matrix.ts"() {
    "use strict";
    init_report();
    init_plan_wording();
    init_check_docs();
    init_markup();
    init_page_index();
    init_status_words();
    unfolded = 3;
    passed2 = markup`<td>✓`;
    quiet = markup`<td>·`;
    notRun = markup`<td>–`;
  }
});

// src/evidence-page/notices-section.ts
function noticesSection({ targets }) {
  const orphans = targets.flatMap(
    (target) => target.orphans.map(
      ({ alias, key_id }) => markup`<li><code>${alias ?? key_id ?? ""}</code>${alias === null || key_id === null ? nothing : markup` on <code>${key_id}</code>`}, ${scopeOf3(target)}</li>`
    )
  );
  const notices = targets.flatMap(
    ({ notices: notices2 }) => notices2.map(({ code: code2, message }) => markup`<li><code>${code2}</code> ${message}</li>`)
  );
  if (orphans.length + notices.length === 0) return nothing;
  return markup`<section id="notices">
<h2>Notices</h2>
<p>They do not change the result.</p>
${list3("In KMS, and of no checked distribution", orphans)}
${list3("Information", notices)}
</section>
`;
}
var init_notices_section = __esm({
  "src/evidence-page/notices-section.ts"() {
    "use strict";
    init_bounded_list();
    init_markup();
    init_page_index();
  }
});

// src/evidence-page/permission-matrix.ts
function permissionsSection(targets) {
  const audited = targets.filter(({ permissions: permissions2 }) => permissions2.length > 0);
  if (audited.length === 0) return nothing;
  const { places, decided, actions: actions2 } = collect(audited);
  const limits3 = distinctLimits(audited);
  return markup`<section id="permissions">
<h2>Permissions of Vault’s principal</h2>
<p>A row is a KMS provider, a column an action of KMS. Each sign links to the evidence for it.</p>
<div class="wide" role="group" tabindex="0" aria-label="Permissions by provider">
<table class="matrix">
<thead><tr><th scope="col">Provider</th>${actions2.map((action) => markup`<th scope="col">${action}</th>`)}</tr></thead>
<tbody>
${places.map((place) => placeRow(place, actions2))}
</tbody>
</table>
</div>
<details${decided.some(({ row: row4 }) => row4.decision !== "allowed") ? markup` open` : nothing}>
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
    for (const row4 of target.permissions) {
      const scope = scopeOf3({ region: row4.region, account_id: target.account_id });
      const { action, decision, method, evidence, layer } = row4;
      const reason = JSON.stringify([
        action,
        decision,
        method,
        evidence,
        layer,
        row4.principal_arn,
        withoutRemedy(row4)
      ]);
      const decided = reasons.get(reason) ?? { anchor: `p${reasons.size}`, row: row4, where: /* @__PURE__ */ new Set() };
      reasons.set(reason, decided);
      for (const name2 of columnsOf(row4)) {
        const id = JSON.stringify([scope, name2]);
        const place = places.get(id) ?? { name: name2, scope, decided: /* @__PURE__ */ new Map() };
        places.set(id, place);
        place.decided.set(action, worse(place.decided.get(action), decided));
        decided.where.add(name2);
      }
    }
  }
  const rank2 = { denied: 0, indeterminate: 1, allowed: 2 };
  return {
    places: [...places.values()],
    decided: [...reasons.values()].sort((a, b) => rank2[a.row.decision] - rank2[b.row.decision]),
    actions: [...new Set(targets.flatMap(({ permissions: permissions2 }) => permissions2.map(({ action }) => action)))]
  };
}
function worse(a, b) {
  if (a === void 0 || b.row.decision === "denied") return b;
  return a.row.decision === "allowed" ? b : a;
}
function placeRow({ name: name2, scope, decided }, actions2) {
  return markup`<tr><th scope="row">${name2} <small>${scope}</small></th>${actions2.map((action) => cell(decided.get(action)))}</tr>
`;
}
function cell(decided) {
  if (decided === void 0) return markup`<td>–`;
  const { sign, word, look } = decisionMark[decided.row.decision];
  return markup`<td class="${look}"><a href="#${decided.anchor}" aria-label="${word}">${sign}</a>`;
}
function evidenceRow({ anchor, row: row4, where }) {
  const { action, decision, method, evidence, layer, remedy: remedy2, needed_for, principal_arn } = row4;
  return markup`<tr id="${anchor}"><th scope="row">${action}</th><td>${badge(decisionMark[decision])}<td>${method}: ${evidence}${layer === null ? nothing : markup`, ${layer}`}. ${withoutRemedy(row4)}${principal_arn === null ? nothing : markup` <small>${principal_arn}</small>`}${remedy2 === "" ? nothing : markup`<br><strong>Remedy:</strong> ${remedy2}`}<td>${needed_for}<td>${[...where].join(", ")}</tr>
`;
}
function distinctLimits(targets) {
  return [...new Set(targets.flatMap(({ limits: limits3 }) => (limits3 ?? []).map(({ message }) => message)))];
}
var init_permission_matrix = __esm({
  "src/evidence-page/permission-matrix.ts"() {
    "use strict";
    init_permission_remedy();
    init_permission_groups();
    init_markup();
    init_page_index();
    init_status_words();
  }
});

// src/evidence-page/run-section.ts
function runSection({ run }) {
  if (run === null || run.plan === null && run.warnings.length === 0) return nothing;
  const { plan, applied, warnings } = run;
  const steps = [
    ...(applied?.failed ?? []).map(
      ({ op, id, error }) => markup`<li>${badge({ ...statusMark.fail, word: "failed" })} ${opWords[op]} <code>${id}</code>: ${error}</li>`
    ),
    ...(applied?.left ?? []).map(
      ({ op, id }) => markup`<li>not done: ${opWords[op]} <code>${id}</code></li>`
    ),
    ...(applied?.done ?? []).map(({ op, id }) => markup`<li>done: ${opWords[op]} <code>${id}</code></li>`),
    ...(applied === null ? plan?.steps ?? [] : []).map(
      ({ op, id, reason }) => markup`<li>planned: ${opWords[op]} <code>${id}</code>: ${reason}</li>`
    )
  ];
  return markup`<section id="run">
<h2>The run in Vault</h2>
${plan === null ? nothing : markup`<p>Plan digest <code>${plan.digest}</code>.</p>`}
${list3(
    "Blocked",
    (plan?.refusals ?? []).map(
      ({ code: code2, id, message, remedy: remedy2 }) => markup`<li><code>${code2}</code> <code>${id}</code>: ${message} ${remedy2}</li>`
    )
  )}
${list3("Steps", steps)}
${list3(
    "Not declared",
    (plan?.undeclared ?? []).map((id) => markup`<li><code>${id}</code></li>`)
  )}
${list3(
    "Warnings",
    warnings.map((warning2) => markup`<li>${warning2}</li>`)
  )}
</section>
`;
}
var init_run_section = __esm({
  "src/evidence-page/run-section.ts"() {
    "use strict";
    init_plan_wording();
    init_bounded_list();
    init_markup();
    init_status_words();
  }
});

// src/evidence-page/style.ts
var style;
var init_style = __esm({
  "src/evidence-page/style.ts"() {
    "use strict";
    style = `
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
  }
});

// src/evidence-page/targets-section.ts
function targetsSection({ targets, unchecked: unchecked2 }) {
  if (targets.length + unchecked2.length < 2) return nothing;
  return markup`<section id="targets">
<h2>Accounts and regions</h2>
${list3(
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
  const { passed: passed3, failed: failed5, indeterminate: indeterminate2 } = summary.key_status;
  return markup`<tr class="${status}"><th scope="row">${scopeOf3(target)}</th><td>${badge(statusMark[status])}${complete2 ? "" : " incomplete"}<td>${summary.keys}<td>${passed3}<td>${failed5}<td>${indeterminate2}<td>${summary.permissions.denied}<td>${checked_at}</tr>
`;
}
var init_targets_section = __esm({
  "src/evidence-page/targets-section.ts"() {
    "use strict";
    init_bounded_list();
    init_markup();
    init_page_index();
    init_status_words();
  }
});

// src/evidence-page/topology-picture.ts
function topologySection(providers) {
  if (providers.length === 0) return nothing;
  const drawn = drawnKeys2(providers);
  const shown5 = providers.slice(0, mostProviders);
  const mounts = [...new Set(shown5.map(({ mount: mount2 }) => mount2))];
  const roots = mounts.map((mount2) => {
    const children = shown5.filter((provider2) => provider2.mount === mount2).map((provider2) => providerNode(provider2, drawn));
    return { label: mount2 ?? "Vault", look: "plain", children, rows: 1, column: "mount" };
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
${left > 0 ? markup`<p>${count(left, "provider")} more, in which everything matches or that are listed below.</p>` : nothing}
</section>
`;
}
function drawnKeys2(providers) {
  const drawn = /* @__PURE__ */ new Set();
  let leaves2 = 0;
  const keys2 = providers.flatMap((provider2) => provider2.keys);
  for (const key2 of [...keys2].sort((a, b) => bySeverity(a.key, b.key))) {
    leaves2 += Math.max(1, drawnVersions(key2).length);
    if (leaves2 > mostLeaves) break;
    drawn.add(key2);
  }
  return drawn;
}
function drawnVersions({ key: key2 }) {
  return newestFirst(key2.versions).filter(({ status }, index) => index === 0 || status !== "pass");
}
function providerNode({ kms, region: region2, status, keys: keys2 }, drawn) {
  const rest = keys2.filter((key2) => !drawn.has(key2));
  const more3 = {
    label: `${keys2.length === rest.length ? "" : "and "}${count(rest.length, keys2.length === rest.length ? "key" : "more key")}`,
    look: worst(rest.map(({ key: key2 }) => key2.status)),
    children: [],
    rows: 1,
    column: "key"
  };
  return {
    label: `${kms} · ${region2}`,
    look: status,
    children: [...keys2.filter((key2) => drawn.has(key2)).map(keyNode), ...rest.length === 0 ? [] : [more3]],
    rows: 1,
    column: "provider"
  };
}
function keyNode(pageKey) {
  const { name: name2, status, versions: versions2 } = pageKey.key;
  return {
    label: versions2.length > 1 ? `${name2} (${versions2.length} versions)` : name2,
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
  const { x, width: width2, characters } = columns[node.column];
  const middle = (top + rowsOf2(node) / 2) * rowHeight + 2;
  let row4 = top;
  const children = node.children.map((child) => {
    const part = draw(child, row4);
    row4 += rowsOf2(child);
    return { ...part, left: columns[child.column].x };
  });
  const right = x + width2;
  const label3 = oneLine(node.label);
  const sign = node.look === "plain" ? "" : `${statusMark[node.look].sign} `;
  const drawing = markup`${children.map(({ middle: to2, left }) => markup`<path d="M${right} ${middle}H${(right + left) / 2}V${to2}H${left}"/>`)}<g class="${node.look}"><title>${label3}</title><rect x="${x}" y="${middle - nodeHeight / 2}" width="${width2}" height="${nodeHeight}" rx="4"/><text x="${x + 6}" y="${middle + 4}">${sign}${clip(label3, characters)}</text></g>
${children.map((child) => child.drawing)}`;
  return { drawing, middle };
}
var mostLeaves, mostProviders, columns, pictureWidth, rowHeight, nodeHeight;
var init_topology_picture = __esm({
  "src/evidence-page/topology-picture.ts"() {
    "use strict";
    init_report();
    init_plain();
    init_plan_wording();
    init_markup();
    init_page_index();
    init_status_words();
    mostLeaves = 60;
    mostProviders = 60;
    columns = {
      mount: { x: 4, width: 150, characters: 21 },
      provider: { x: 180, width: 200, characters: 28 },
      key: { x: 404, width: 196, characters: 27 },
      kmsKey: { x: 624, width: 352, characters: 54 }
    };
    pictureWidth = 980;
    rowHeight = 26;
    nodeHeight = 20;
  }
});

// src/evidence-page/verdict.ts
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
  const { passed: passed3, failed: failed5, indeterminate: indeterminate2 } = summary.key_status;
  const { denied: denied4, indeterminate: open4 } = summary.permissions;
  const counts = `${count(summary.keys, "key")} with ${count(summary.versions, "version")}: ${passed3} match, ${failed5} mismatch, ${indeterminate2} inconclusive.`;
  const permissions2 = denied4 + open4 === 0 ? "" : ` Permissions of Vault’s principal: ${denied4} denied, ${open4} inconclusive.`;
  const accepted = targets.reduce((sum, target) => sum + (target.accepted?.length ?? 0), 0);
  const excepted2 = accepted === 0 ? "" : ` ${count(accepted, "accepted finding")} apart.`;
  const missing2 = unchecked2.length === 0 ? "" : ` ${count(unchecked2.length, "target")} could not be checked.`;
  const cut = complete2 ? "" : " The check is incomplete.";
  const sentence2 = `${counts}${permissions2}${excepted2}${missing2}${cut}${news(targets)}`;
  if (status === "fail") return { title: "Not compliant", look: "fail", sentence: sentence2 };
  if (status === "indeterminate") return { title: "Inconclusive", look: "indeterminate", sentence: sentence2 };
  if (!complete2) return { title: "Incomplete", look: "indeterminate", sentence: sentence2 };
  return { title: "Compliant", look: "pass", sentence: sentence2 };
}
function news(targets) {
  const changes = targets.flatMap((target) => target.changes ?? []);
  if (changes.length === 0) return "";
  const since = changes.map((change2) => change2.since).sort()[0];
  const of = (list4) => changes.reduce((sum, change2) => sum + change2[list4].length, 0);
  return ` Since ${since}: ${of("new")} new, ${of("fixed")} fixed.`;
}
function verdictSection(content, index) {
  const { title: title2, look, sentence: sentence2 } = verdictOf(content);
  return markup`<section id="verdict" class="verdict ${look}">
<h1><span class="eyebrow">Vault keys in AWS KMS</span> ${title2}</h1>
<p class="lead">${sentence2}</p>
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
  const denied4 = groupPermissions(targets.flatMap(({ permissions: permissions2 }) => permissions2));
  const first = [
    ...findings2.slice(0, shown4).map(todo),
    ...denied4.slice(0, shown4).map(todoOfPermission),
    ...unchecked2.length === 0 ? [] : [
      markup`<li><a href="#targets">${count(unchecked2.length, "target")} not checked</a>: ${unchecked2[0]?.reason}</li>`
    ]
  ];
  if (first.length === 0) return nothing;
  const more3 = findings2.length - shown4;
  return markup`<h2>What to do first</h2>
<ol class="todo">
${first}
</ol>
${more3 > 0 ? markup`<p><a href="#findings">and ${count(more3, "more finding")}</a></p>` : nothing}`;
}
function todo({ anchor, about, finding: { check: check2, message, remediation } }) {
  const [first = ""] = remediation.split("\n");
  return markup`<li><a href="#${anchor}"><code>${check2}</code>, ${about}</a>: ${message}${first === "" ? nothing : markup`<br><strong>Remedy:</strong> ${first}`}</li>
`;
}
function todoOfPermission({ decision, actions: actions2, where, remedies: remedies3 }) {
  const [remedy2] = remedies3;
  return markup`<li><a href="#permissions"><code>${actions2.join(", ")}</code></a> ${decisionMark[decision].word} for ${where.slice(0, shown4).join(", ")}${where.length > shown4 ? ` and ${where.length - shown4} more` : ""}.${remedy2 === void 0 ? nothing : markup`<br><strong>Remedy:</strong> ${remedy2}`}</li>
`;
}
function scopeFacts({ targets, checked_at, summary }, { providers }) {
  const listed2 = (label3, texts3) => {
    const unique5 = [...new Set(texts3.filter((text4) => text4 !== null && text4 !== ""))];
    if (unique5.length === 0) return [];
    const more3 = unique5.length > named7 ? ` and ${unique5.length - named7} more` : "";
    return [{ label: label3, text: `${unique5.slice(0, named7).join("; ")}${more3}` }];
  };
  const left = summary.keys - providers.reduce((sum, { keys: keys2 }) => sum + keys2.length, 0);
  return [
    ...listed2("AWS accounts and regions", targets.map(scopeOf3)),
    ...listed2(
      "KMS providers",
      providers.map(({ mount: mount2, kms }) => mount2 === null ? kms : `${mount2}/kms/${kms}`)
    ),
    ...listed2(
      "Audited principal",
      targets.map(({ principal_arn }) => principal_arn)
    ),
    ...listed2(
      "Depth",
      targets.map(({ depth }) => depth ?? null)
    ),
    ...left > 0 ? [{ label: "Left out", text: `${count(left, "key")} that the report counts and does not list` }] : [],
    ...listed2("Checked at", [checked_at])
  ];
}
function factRow({ label: label3, text: text4, url }) {
  const value = url === void 0 ? markup`${text4}` : markup`<a href="${url}">${text4}</a>`;
  return markup`<div><dt>${label3}</dt><dd>${value}</dd></div>
`;
}
var shown4, named7;
var init_verdict = __esm({
  "src/evidence-page/verdict.ts"() {
    "use strict";
    init_permission_groups();
    init_plan_wording();
    init_markup();
    init_page_index();
    init_status_words();
    shown4 = 5;
    named7 = 12;
  }
});

// src/evidence-page/evidence-page.ts
var evidence_page_exports = {};
__export(evidence_page_exports, {
  evidencePage: () => evidencePage
});
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
  ].filter(({ body: body2 }) => String(body2) !== "");
  const { title: title2 } = verdictOf(content);
  return String(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title2}: ${clip(oneLine(scopeTitle(content)), 80)}</title>
<style>${raw(style)}</style>
</head>
<body>
<nav aria-label="Sections"><ul><li><a href="#verdict">Result</a></li>${sections.map(({ id, name: name2 }) => markup`<li><a href="#${id}">${name2}</a></li>`)}</ul></nav>
<main>
${verdictSection(content, index)}
${index.providers.length === 0 ? nothing : filter}
${sections.map(({ body: body2 }) => body2)}
</main>
<footer>Made from the report alone. It shows what AWS answered at the time of the check.</footer>
</body>
</html>
`);
}
function scopeTitle({ targets, run, checked_at }) {
  const regions2 = [...new Set(targets.map(({ region: region2 }) => region2))];
  const where = regions2.length > 3 ? `${regions2.length} regions` : regions2.join(", ");
  return `keys in ${where || run?.vault?.url || "AWS KMS"}, ${checked_at}`;
}
var import_node_crypto7, styleHash, filter;
var init_evidence_page = __esm({
  "src/evidence-page/evidence-page.ts"() {
    "use strict";
    import_node_crypto7 = require("node:crypto");
    init_html2();
    init_plain();
    init_accepted_section();
    init_changes_section();
    init_checks_section();
    init_findings_section();
    init_inventory_section();
    init_key_matrix();
    init_markup();
    init_notices_section();
    init_page_index();
    init_permission_matrix();
    init_run_section();
    init_style();
    init_targets_section();
    init_topology_picture();
    init_verdict();
    styleHash = (0, import_node_crypto7.createHash)("sha256").update(style).digest("base64");
    filter = markup`<fieldset>
<legend>Keys in the tables</legend>
<label><input type="radio" name="show" id="show-all" checked> all</label>
<label><input type="radio" name="show" id="show-open"> only those that do not match</label>
</fieldset>
`;
  }
});

// src/declare/exceptions-file.ts
function readExceptions(source, checks2) {
  const { trees, problems } = parseYaml(source);
  const [tree, ...others] = trees;
  if (problems.length > 0) return { problems };
  if (tree === void 0) return { exceptions: [], severities: {} };
  if (others.length > 0) return { problems: [makeProblem("many_documents", "", others[0].root.value)] };
  const shape = checkShape(exceptionsSchema(new Set(checks2)), tree);
  if (shape.problems.length > 0) return { problems: shape.problems };
  const repeated = shape.data.exceptions.flatMap(({ id }, index, all) => {
    const { at, value } = locateNode(tree.root, ["exceptions", index, "id"]);
    return all.findIndex((one) => one.id === id) < index ? [makeProblem("duplicate_name", at, value)] : [];
  });
  return repeated.length > 0 ? { problems: repeated } : shape.data;
}
function isDay(value) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = /* @__PURE__ */ new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}
var rule3, text3, exceptionsSchema;
var init_exceptions_file = __esm({
  "src/declare/exceptions-file.ts"() {
    "use strict";
    init_dist();
    init_report();
    init_check_shape();
    init_document_tree();
    init_make_problem();
    init_parse_yaml();
    init_strict_fields();
    rule3 = (code2) => code2;
    text3 = pipe(string(), nonEmpty(rule3("empty_value")));
    exceptionsSchema = (known3) => fields10({
      exceptions: optional(
        array(
          fields10({
            id: text3,
            reason: text3,
            owner: text3,
            expires: pipe(text3, check(isDay, rule3("invalid_date")))
          })
        ),
        []
      ),
      severities: optional(
        named3(
          pipe(
            string(),
            check((id) => known3.has(id), rule3("unknown_value"))
          ),
          picklist(severities)
        ),
        {}
      )
    });
  }
});

// src/verify/read-baseline.ts
function readBaseline(data) {
  const within = isRun(data) ? data.verification : data;
  if (within === null) return { problem: "is the report of a run that verified nothing" };
  const { success, output } = safeParse(reportSchema, within);
  if (!success) return { problem: "is not a report of this tool" };
  const report = output;
  const versions2 = report.keys.reduce((sum, key2) => sum + key2.versions.length, 0);
  if (report.summary.keys !== report.keys.length || report.summary.versions !== versions2)
    return { problem: "was shortened, so it does not have every key" };
  return { report };
}
function isRun(data) {
  return typeof data === "object" && data !== null && "verification" in data;
}
var finding, reportSchema;
var init_read_baseline = __esm({
  "src/verify/read-baseline.ts"() {
    "use strict";
    init_dist();
    finding = looseObject({ check: string(), status: string(), message: string() });
    reportSchema = looseObject({
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
  }
});

// src/action/read-audit-basis.ts
var read_audit_basis_exports = {};
__export(read_audit_basis_exports, {
  readBaselineFile: () => readBaselineFile,
  readExceptionsFile: () => readExceptionsFile
});
function readExceptionsFile(file, env) {
  const text4 = read4("exceptions", file, env);
  if (text4 === null)
    throw new InvalidInput([problem2("exceptions", "no_file", `the file ${shown3(file)} does not exist.`)]);
  const checks2 = Object.keys(checkCatalogue);
  const result = readExceptions({ text: text4, file, input: "exceptions" }, checks2);
  if ("problems" in result) throw new InvalidInput(result.problems);
  return result;
}
function readBaselineFile(file, env) {
  const text4 = read4("baseline", file, env);
  if (text4 === null) {
    const message = `there is no file ${shown3(file)}, so nothing is compared.`;
    const remedy2 = "It is right for the first run; otherwise check the path.";
    return {
      baseline: null,
      warnings: [makeProblem("no_file", "", inputLocation("baseline"), message, remedy2)]
    };
  }
  const result = readBaseline(parsed(text4));
  if ("report" in result) return { baseline: result.report, warnings: [] };
  throw new InvalidInput([
    problem2("baseline", "invalid_baseline", `the file ${shown3(file)} ${result.problem}.`)
  ]);
}
function parsed(text4) {
  try {
    return JSON.parse(text4);
  } catch {
    return void 0;
  }
}
function read4(input, file, env) {
  try {
    return readTextFile((0, import_node_path4.resolve)(env["GITHUB_WORKSPACE"] || ".", file), limits2[input]);
  } catch (error) {
    const { code: code2, message } = error;
    if (code2 === "ENOENT" || code2 === "ENOTDIR") return null;
    const why2 = error instanceof UnreadableFile ? message : String(code2);
    throw new InvalidInput([
      problem2(input, "unreadable_file", `the file ${shown3(file)} cannot be read: ${why2}.`)
    ]);
  }
}
function problem2(input, code2, message) {
  return makeProblem(code2, "", inputLocation(input), message);
}
var import_node_path4, limits2;
var init_read_audit_basis = __esm({
  "src/action/read-audit-basis.ts"() {
    "use strict";
    import_node_path4 = require("node:path");
    init_exceptions_file();
    init_make_problem();
    init_read_text_file();
    init_errors();
    init_problem();
    init_all_checks();
    init_read_baseline();
    limits2 = { baseline: 64 * 1024 * 1024, exceptions: 4 * 1024 * 1024 };
  }
});

// src/declare/declaration-form.ts
var declaration_form_exports = {};
__export(declaration_form_exports, {
  declaredForm: () => declaredForm
});
function declaredForm(manifest, inputs) {
  const given = namesOf(inlineInputs).filter(
    (input) => (inputs[input] ?? "") !== "" && inputs[input] !== defaultOf(input)
  );
  if (manifest !== "" && given.length > 0) {
    throw new InvalidInput(given.map((input) => makeProblem("both_forms", "", inputLocation(input))));
  }
  if (manifest === "" && given.length === 0) {
    throw new InvalidInput([makeProblem("nothing_declared", "", inputLocation("manifest"))]);
  }
  return manifest === "" ? "inline" : "manifest";
}
function defaultOf(input) {
  const spec = inlineInputs[input];
  return "default" in spec ? spec.default : void 0;
}
var init_declaration_form = __esm({
  "src/declare/declaration-form.ts"() {
    "use strict";
    init_input_spec();
    init_errors();
    init_problem();
    init_inline_inputs();
    init_make_problem();
  }
});

// src/declare/key-list.ts
function keysByName(list4, kms, problems) {
  const none2 = { data: void 0, root: list4.root };
  if (list4.data === void 0) return none2;
  if (!Array.isArray(list4.data)) {
    const { at, value } = locateNode(list4.root, []);
    const remedy2 = "Write a list: one `- name` per line, or `- name: …` with the fields of a key.";
    problems.push(makeProblem("wrong_type", at, value, `is ${shown3(list4.data)}; expected a list.`, remedy2));
    return none2;
  }
  const fields12 = /* @__PURE__ */ new Map();
  const children = /* @__PURE__ */ new Map();
  for (const [index, item] of list4.data.entries()) {
    const key2 = keyOf2(item, index, list4.root, problems);
    if (key2 === null) continue;
    const first = children.get(key2.name);
    if (first !== void 0) {
      const message = `${shown3(key2.name)} is declared twice; first on line ${first.key.line}.`;
      problems.push(makeProblem("duplicate_name", key2.node.at ?? "", key2.node.key, message));
      continue;
    }
    const named8 = Object.hasOwn(key2.fields, "kms");
    fields12.set(key2.name, named8 ? key2.fields : { ...key2.fields, kms: kms.data });
    const parts = named8 ? key2.node.children : new Map([...key2.node.children, ["kms", kms.root]]);
    children.set(key2.name, { ...key2.node, children: parts });
  }
  return { data: Object.fromEntries(fields12), root: { ...list4.root, children } };
}
function keyOf2(item, index, list4, problems) {
  const { at, value } = locateNode(list4, [index]);
  if (typeof item === "string") {
    return { name: item, fields: {}, node: { at, key: value, value, children: /* @__PURE__ */ new Map() } };
  }
  if (!isMap(item)) {
    const remedy2 = "Write a name, quoted if it reads as a number, or a map with `name`.";
    problems.push(
      makeProblem("wrong_type", at, value, `is ${shown3(item)}; expected a name or a map.`, remedy2)
    );
    return null;
  }
  const { name: name2, ...fields12 } = item;
  const where = locateNode(list4, [index, "name"]);
  if (typeof name2 !== "string") {
    const found2 = Object.hasOwn(item, "name") ? makeProblem(
      "wrong_type",
      where.at,
      where.value,
      `is ${shown3(name2)}; expected a name.`,
      "Put it in quotes."
    ) : makeProblem("missing_field", where.at, where.value);
    problems.push(found2);
    return null;
  }
  const children = list4.children.get(String(index))?.children ?? /* @__PURE__ */ new Map();
  return { name: name2, fields: fields12, node: { at, key: where.value, value, children } };
}
var init_key_list = __esm({
  "src/declare/key-list.ts"() {
    "use strict";
    init_document_tree();
    init_make_problem();
    init_untyped();
  }
});

// src/declare/inline.ts
var inline_exports = {};
__export(inline_exports, {
  declareInline: () => declareInline
});
function declareInline(inputs, env, unset = "error") {
  const problems = [];
  const text4 = (input) => field(input, inputs[input] || void 0);
  const yaml = (input) => readYaml(input, inputs[input] ?? "", problems);
  const name2 = text4("name");
  if (name2.data === void 0) problems.push(makeProblem("missing_field", "", inputLocation("name")));
  const provider2 = map(name2.root, {
    key_collection: text4("key_collection"),
    credentials: yaml("credentials"),
    access_key: text4("access_key"),
    secret_key: text4("secret_key")
  });
  const kms = String(name2.data ?? "unnamed");
  const tree = map(name2.root, {
    namespace: text4("namespace"),
    path: text4("path"),
    create_mount: field("create_mount", boolean2(inputs.create_mount || void 0)),
    kms: map(name2.root, { [kms]: provider2 }),
    keys: keysByName(yaml("keys"), { data: kms, root: name2.root }, problems)
  });
  return declare([tree], inlineSchema, { env, unset }, null, problems);
}
function field(input, data) {
  const source = inputLocation(input);
  return { data, root: { at: "", key: source, value: source, children: /* @__PURE__ */ new Map() } };
}
function boolean2(text4) {
  return text4 === "true" ? true : text4 === "false" ? false : text4;
}
function readYaml(input, text4, problems) {
  const { trees, problems: found2 } = parseYaml({ text: text4, file: null, input });
  for (const it of found2) problems.push(it);
  const [first, second] = trees;
  if (second !== void 0) problems.push(makeProblem("many_documents", "", second.root.value));
  if (first === void 0 || found2.length > 0) return field(input, void 0);
  return { data: first.data, root: { ...first.root, at: "" } };
}
function map({ key: key2, value }, fields12) {
  const entries = Object.entries(fields12);
  return {
    data: Object.fromEntries(
      entries.flatMap(([name2, { data }]) => data === void 0 ? [] : [[name2, data]])
    ),
    root: { at: "", key: key2, value, children: new Map(entries.map(([name2, { root }]) => [name2, root])) }
  };
}
var init_inline = __esm({
  "src/declare/inline.ts"() {
    "use strict";
    init_problem();
    init_declaration();
    init_key_list();
    init_make_problem();
    init_manifest_schema();
    init_parse_yaml();
  }
});

// src/declare/manifest-files.ts
var manifest_files_exports = {};
__export(manifest_files_exports, {
  filesUnder: () => filesUnder,
  manifestTexts: () => manifestTexts
});
function filesUnder(folder, cancelled2) {
  return {
    read: (path) => readTextFile((0, import_node_path5.resolve)(folder, path), largestFile2),
    glob: async (patterns) => {
      const { glob } = await Promise.resolve().then(() => __toESM(require("./lib/tinyglobby.cjs"), 1));
      const limit6 = AbortSignal.timeout(globTime);
      const options = {
        cwd: folder,
        onlyFiles: true,
        expandDirectories: false,
        deep: deepest,
        signal: cancelled2 === void 0 ? limit6 : AbortSignal.any([limit6, cancelled2])
      };
      const found2 = await glob([...patterns], options);
      if (limit6.aborted)
        throw new InvalidInput([tooMuch(`takes longer than ${globTime / 1e3} s to search`)]);
      return found2;
    }
  };
}
async function manifestTexts(manifest, files) {
  const input = "manifest";
  if (isText(manifest)) return [{ text: manifest, file: null, input }];
  const problems = [];
  const paths = await expand(manifest, files, problems);
  if (paths.size > mostFiles) throw new InvalidInput([tooMuch(`matches more than ${mostFiles} files`)]);
  const texts3 = [];
  for (const file of paths) {
    try {
      texts3.push({ text: files.read(file), file, input });
    } catch (error) {
      problems.push(unreadable2(file, error));
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return texts3;
}
function isText(manifest) {
  return /:(\s|$)/m.test(manifest) || /^\s*\{\s*["}]/.test(manifest);
}
async function expand(manifest, files, problems) {
  const { isDynamicPattern } = await Promise.resolve().then(() => __toESM(require("./lib/tinyglobby.cjs"), 1));
  const lines = manifest.split(/\r?\n/).map((line2) => line2.trim());
  const excluded = lines.filter((line2) => line2.startsWith("!"));
  const paths = /* @__PURE__ */ new Set();
  for (const [index, line2] of lines.entries()) {
    if (line2 === "" || line2.startsWith("#") || line2.startsWith("!")) continue;
    if (!isDynamicPattern(line2)) {
      paths.add(line2);
      continue;
    }
    const found2 = (await files.glob([line2, ...excluded])).sort();
    for (const path of found2) paths.add(path);
    if (found2.length > 0) continue;
    const source = { file: null, input: "manifest", line: index + 1, column: 1 };
    problems.push(makeProblem("no_file", "", source, `${shown3(line2)} matches no file.`));
  }
  if (paths.size === 0 && problems.length === 0) {
    problems.push(
      makeProblem(
        "nothing_declared",
        "",
        inputLocation("manifest"),
        "has neither text nor the name of a file."
      )
    );
  }
  return paths;
}
function unreadable2(file, error) {
  const source = { file, input: "manifest", line: null, column: null };
  if (error instanceof UnreadableFile) return makeProblem("unreadable_file", "", source, `${error.message}.`);
  const code2 = String(error.code);
  if (code2 === "ENOENT" || code2 === "ENOTDIR") {
    return makeProblem("no_file", "", inputLocation("manifest"), `the file ${shown3(file)} does not exist.`);
  }
  return makeProblem("unreadable_file", "", source, `cannot be read: ${code2}.`);
}
function tooMuch(message) {
  const remedy2 = "Name the files, or the folder that they are in, such as `keys/*.yaml`.";
  return makeProblem("no_file", "", inputLocation("manifest"), `${message}.`, remedy2);
}
var import_node_path5, largestFile2, mostFiles, globTime, deepest;
var init_manifest_files = __esm({
  "src/declare/manifest-files.ts"() {
    "use strict";
    import_node_path5 = require("node:path");
    init_read_text_file();
    init_errors();
    init_problem();
    init_make_problem();
    largestFile2 = 4 * 1024 * 1024;
    mostFiles = 1e3;
    globTime = 5e3;
    deepest = 16;
  }
});

// src/effects/clock.ts
var import_promises = require("node:timers/promises");
var systemClock = {
  now: () => /* @__PURE__ */ new Date(),
  sleep: (ms, signal) => (0, import_promises.setTimeout)(ms, void 0, signal ? { signal } : {})
};

// node_modules/commander/esm.mjs
var import_index = __toESM(require_commander(), 1);
var {
  program,
  createCommand,
  createArgument,
  createOption,
  CommanderError,
  InvalidArgumentError,
  InvalidOptionArgumentError,
  // deprecated old name
  Command,
  Argument,
  Option,
  Help
} = import_index.default;

// src/action/all-inputs.ts
init_inline_inputs();

// src/model/run.ts
var commands = [
  "apply",
  "plan",
  "verify",
  "rotate",
  "destroy",
  "import",
  "policy",
  "doctor"
];

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

// src/vault/login/login-method.ts
var loginEndpoint = () => ["login"];

// src/vault/login/present-fields.ts
function presentFields(fields12) {
  const entries = Object.entries(fields12).filter(
    (entry) => entry[1] !== null && entry[1] !== ""
  );
  return Object.fromEntries(entries);
}

// src/vault/login/unwrap-secret-id.ts
init_errors();
init_secret();

// src/vault/http/vault-error.ts
init_errors();
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
  constructor(code2, asked, happened, remedy2, detail = {}) {
    const { status = null, errors = [], request_id = null, verdict = "final", retry_after = null } = detail;
    const id = request_id === null ? "" : ` (request id ${request_id})`;
    super(code2, `${asked.method} ${asked.path}: ${happened}${id}`, remedy2, { cause: detail.cause });
    this.request = asked;
    this.status = status;
    this.errors = errors;
    this.request_id = request_id;
    this.verdict = verdict;
    this.retry_after = retry_after;
    this.#happened = happened;
  }
  /** The same error under a code that says what was rejected. */
  named(code2) {
    const { request, status, errors, request_id, remedy: remedy2, cause } = this;
    return new _VaultError(code2, request, this.#happened, remedy2, { status, errors, request_id, cause });
  }
  /** The same error, final now, with more detail. */
  with(more3, { code: code2 = this.code, remedy: remedy2 = this.remedy, cause = this.cause } = {}) {
    const { request, status, errors, request_id } = this;
    const happened = `${this.#happened}; ${more3}`;
    return new _VaultError(code2, request, happened, remedy2, { status, errors, request_id, cause });
  }
};

// src/vault/login/unwrap-secret-id.ts
var createAnother = "A wrapping token can be used once, until its TTL ends. Create a new one: `vault write -wrap-ttl=10m -f auth/<path>/role/<role>/secret-id`. If it was not you who used it, treat the secret id as stolen: destroy it, and find out who unwrapped it.";
async function unwrapSecretId(wrapped2, { auth_path, auth_namespace }, connection) {
  const lookup2 = await connection.put({ namespace: "", path: ["sys/wrapping/lookup"] }, { token: wrapped2 }).catch((error) => {
    throw asInvalid("Vault does not know it", error);
  });
  checkCreationPath(lookup2, auth_path, auth_namespace);
  const unwrapped = await connection.with({ token: wrapped2 }).put(
    { namespace: "", path: ["sys/wrapping/unwrap"] },
    {},
    {
      tookEffect: async () => {
        throw new Error("a wrapping token is valid once, so unwrapping is not repeated");
      }
    }
  ).catch((error) => {
    throw asInvalid("it was not unwrapped", error);
  });
  const secretId = unwrapped?.["secret_id"];
  if (typeof secretId === "string" && secretId !== "") return new Secret(secretId);
  throw invalid(
    "the unwrapped answer has no secret_id",
    "Wrap the answer of `auth/approle/role/<role>/secret-id`."
  );
}
function checkCreationPath(lookup2, authPath, namespace) {
  const path = String(lookup2?.["creation_path"] ?? "");
  const prefix2 = namespace === "" ? "" : `${namespace}/`;
  const local = path.startsWith(prefix2) ? path.slice(prefix2.length) : path;
  const [, role2] = local.split(`auth/${authPath}/role/`);
  if (local.startsWith("auth/") && role2 !== void 0 && /^[^/]+\/(custom-)?secret-id$/.test(role2)) return;
  throw invalid(
    `it was created at "${path}", not at auth/${authPath}/role/<role>/secret-id, and so was not unwrapped`,
    "Check `auth_path` and `auth_namespace`. If they are right, someone replaced the token: treat the secret id as stolen, and find out who did it."
  );
}
function asInvalid(what, error) {
  if (!(error instanceof VaultError) || error.status === null || error.status >= 500) return error;
  if (error.status === 429) return error;
  return invalid(`${what}: ${error.message}`, createAnother, error);
}
function invalid(why2, remedy2, cause) {
  return new RunError("wrapping_token_invalid", `wrapped_secret_id cannot be used: ${why2}`, remedy2, {
    cause
  });
}

// src/vault/login/approle.ts
var fields = {
  role_id: {
    description: "Role id.",
    required: "`vault read auth/approle/role/<role>/role-id` shows it."
  },
  secret_id: { description: "Secret id.", secret: "text" },
  wrapped_secret_id: {
    description: "Response-wrapping token that holds the secret id, in place of `secret_id`. It is unwrapped once, after its creation path was checked.",
    secret: "text"
  }
};
var approle = {
  fields,
  endpoint: loginEndpoint,
  async credentials(settings, { connection, mask }) {
    const { role_id, wrapped_secret_id } = settings;
    const unwrapped = wrapped_secret_id === null ? null : await unwrapSecretId(wrapped_secret_id, settings, connection);
    if (unwrapped !== null) mask(unwrapped);
    const secret_id = unwrapped ?? settings.secret_id;
    return { body: { role_id, ...presentFields({ secret_id }) }, presented: `role_id ${role_id}` };
  },
  advice: [
    {
      words: /invalid role|role.?id|secret.?id/i,
      remedy: ({ secret_id }) => secret_id !== null && isToken(secret_id) ? "`secret_id` holds a Vault token, and no secret id: if it is a response-wrapping token, set `wrapped_secret_id` to it instead." : "Check `role_id`, and that `secret_id` has not expired or been used up: `vault write -f auth/approle/role/<role>/secret-id` creates a new one."
    }
  ]
};
function isToken(secret) {
  return /^(hvs|hvb|s|b)\./.test(secret.reveal());
}

// src/vault/login/aws.ts
init_errors();
init_partitions();
init_secret();

// src/vault/login/shared-fields.ts
var role = { description: "Role to log in with." };
var jwtField = {
  description: "JWT to log in with. Default: the runner's OIDC token (`jwt`; the job needs `permissions: id-token: write`), or the service account's token (`kubernetes`).",
  secret: "text"
};

// src/vault/login/aws.ts
var fields2 = {
  role,
  aws_iam_server_id: {
    description: "Value of the header `X-Vault-AWS-IAM-Server-ID`, when the auth method requires it."
  }
};
var aws = {
  fields: fields2,
  endpoint: loginEndpoint,
  async credentials({ role: role2, aws_iam_server_id }, effects2) {
    const request = await signedCallerIdentity(await chain(effects2), aws_iam_server_id, effects2);
    return {
      body: {
        ...presentFields({ role: role2 }),
        iam_http_request_method: "POST",
        iam_request_url: base64(request.url),
        iam_request_body: base64(request.body),
        iam_request_headers: new Secret(base64(JSON.stringify(request.headers)))
      },
      presented: `access key ${request.access_key}, signed for ${request.url}`
    };
  },
  advice: [
    {
      words: /X-Vault-AWS-IAM-Server-ID|header value/i,
      remedy: ({ auth_path }) => `Set \`aws_iam_server_id\` to the iam_server_id_header_value of auth/${auth_path}/config/client.`
    },
    {
      words: /SignatureDoesNotMatch|Credential should be scoped|InvalidClientTokenId|error making upstream request/i,
      remedy: ({ auth_path }) => `Vault must call the STS endpoint that the request was signed for: set use_sts_region_from_client=true (or sts_endpoint and sts_region) in auth/${auth_path}/config/client, and check that the AWS credentials are valid.`
    },
    {
      words: /does not belong to the role|entry for role|not found|bound/i,
      remedy: ({ auth_path, role: role2 }) => `Compare bound_iam_principal_arn of auth/${auth_path}/role/${role2 || "<role>"} with the identity behind these credentials (\`aws sts get-caller-identity\`).`
    }
  ]
};
var body = "Action=GetCallerIdentity&Version=2011-06-15";
async function signedCallerIdentity(credentials2, serverId, { clock: clock2, env }) {
  const { SignatureV4, Sha256 } = await Promise.resolve().then(() => __toESM(require("./lib/signing.cjs"), 1));
  const region2 = regionOf(env);
  const url = new URL(env["AWS_ENDPOINT_URL_STS"] || env["AWS_ENDPOINT_URL"] || stsOf(region2));
  const signer = new SignatureV4({ service: "sts", region: region2, credentials: credentials2, sha256: Sha256 });
  const { headers } = await signer.sign(
    {
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      path: "/",
      query: {},
      body,
      headers: {
        Host: url.host,
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "Content-Length": String(body.length),
        ...serverId === "" ? {} : { "X-Vault-AWS-IAM-Server-ID": serverId }
      }
    },
    { signingDate: clock2.now() }
  );
  return { url: url.href, headers, body, access_key: credentials2.accessKeyId };
}
function regionOf(env) {
  return env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || "us-east-1";
}
function stsOf(region2) {
  return `https://sts.${region2}.${partitionOf(region2).dns_suffix}/`;
}
async function chain({ env }) {
  const [{ fromNodeProviderChain }, { requestHandlerFor: requestHandlerFor2 }] = await Promise.all([
    Promise.resolve().then(() => __toESM(require("./lib/signing.cjs"), 1)),
    Promise.resolve().then(() => (init_connections(), connections_exports))
  ]);
  const region2 = regionOf(env);
  const requestHandler = requestHandlerFor2(3e4, env, /* @__PURE__ */ new Map());
  try {
    return await fromNodeProviderChain({ clientConfig: { region: region2, requestHandler } })();
  } catch (cause) {
    throw new RunError(
      "no_aws_credentials",
      `method aws found no AWS credentials: ${cause.message}`,
      "Run aws-actions/configure-aws-credentials before this step, or use a runner with an attached role.",
      { cause }
    );
  }
}
function base64(text4) {
  return Buffer.from(text4).toString("base64");
}

// src/vault/login/cert.ts
var fields3 = { role };
var cert = {
  fields: fields3,
  connection_inputs: {
    client_certificate: "Give the certificate to log in with, as a PEM, base64 of a PEM, or a path.",
    client_key: "Give its private key, as a PEM, base64 of a PEM, or a path."
  },
  endpoint: loginEndpoint,
  credentials: async ({ role: role2 }) => ({
    body: presentFields({ name: role2 }),
    presented: "the client certificate"
  }),
  advice: [
    {
      words: /client certificate|invalid certificate|no chain matching/i,
      remedy: ({ auth_path }) => `Check that a role of auth/${auth_path} trusts the certificate's issuer and names, and that no proxy or load balancer ends TLS before Vault.`
    }
  ]
};

// src/vault/login/github.ts
var fields4 = {
  vault_github_token: {
    description: "Personal access token of GitHub.",
    secret: "text",
    required: "Give a personal access token with `read:org`; the workflow's own GITHUB_TOKEN belongs to no organization."
  }
};
var github = {
  fields: fields4,
  endpoint: loginEndpoint,
  credentials: async ({ vault_github_token }) => ({
    body: presentFields({ token: vault_github_token }),
    presented: null
  }),
  advice: [
    {
      words: /user is not part of|bad credentials|organization/i,
      remedy: () => "Check that the token's owner is in the organization of the auth method, and that it has `read:org`."
    }
  ]
};

// src/vault/login/given-token.ts
var givenTokenFields = {
  token: {
    description: "Vault token. It is neither renewed nor revoked.",
    variable: "VAULT_TOKEN",
    secret: "text",
    required: "Give a Vault token (or set `VAULT_TOKEN`), or choose another `method`."
  }
};

// src/vault/login/claims.ts
function claimsOf(jwt2) {
  const [, payload2, signature] = jwt2.split(".");
  if (payload2 === void 0 || signature === void 0) return null;
  try {
    const claims = JSON.parse(Buffer.from(payload2, "base64url").toString());
    return typeof claims === "object" && claims !== null ? claims : null;
  } catch {
    return null;
  }
}
var shownClaims = [
  "iss",
  "aud",
  "sub",
  "repository",
  "repository_id",
  "ref",
  "environment",
  "event_name"
];
function showClaims(claims) {
  return shownClaims.filter((name2) => claims[name2] !== void 0).map((name2) => `${name2} ${JSON.stringify(claims[name2])}`).join(", ");
}
function hasImmutableSubject({ sub }) {
  return typeof sub === "string" && /^repo:[^/@:]+@\d+\/[^/@:]+@\d+(:|$)/.test(sub);
}

// src/vault/login/oidc.ts
init_errors();
init_secret();

// src/vault/http/abort.ts
var RequestAborted = class extends Error {
  name = "RequestAborted";
  code;
  constructor(code2, message) {
    super(message);
    this.code = code2;
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
  const cancelled2 = new RequestAborted("CANCELLED", "the run was cancelled");
  const start3 = () => setTimeout(() => delayed.abort(cancelled2), ms).unref();
  if (signal.aborted) start3();
  else signal.addEventListener("abort", start3, { once: true });
  return delayed.signal;
}

// src/vault/http/connection-error.ts
init_proxy();

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
  "REQUEST_TIMEOUT"
]);
function verdictOnCode(code2) {
  if (noConnection.has(code2)) return "repeat";
  return lost.has(code2) || code2.startsWith("HPE_") ? "uncertain" : "final";
}
function delayBefore(attempts3, asked, limits3) {
  const full = Math.min(limits3.first_delay * 2 ** (attempts3 - 1), limits3.longest_delay);
  return Math.max(Math.round(full * (0.5 + Math.random() / 2)), asked ?? 0);
}
function retryAfter(header, clock2) {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1e3;
  const date2 = Date.parse(header);
  return Number.isNaN(date2) ? null : Math.max(0, date2 - clock2.now().getTime());
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
function connectionError(asked, error, route, isPlain = false) {
  const { code: code2, message } = whatFailed(error);
  const refused = proxyStatus.exec(code2);
  if (refused) return proxyRefused(asked, Number(refused[1]), route, error);
  if (code2.startsWith(proxyErrorPrefix)) return proxyUnreachable(asked, code2, message, route, error);
  const explanation = explanations.find(({ names: names2 }) => names2.test(code2));
  const spokenTo = isPlain && explanation === void 0 ? closedWithoutTls : "";
  return new VaultError(
    explanation?.code ?? "connection_lost",
    asked,
    `no answer from ${route}: ${message}${message.includes(code2) ? "" : ` (${code2})`}`,
    explanation?.remedy ?? `${spokenTo}Run again: completed steps are kept. If it happens again, check the network between the runner and Vault, and set \`client_certificate\` and \`client_key\` if Vault requires them.`,
    { verdict: verdictOnCode(code2), cause: error }
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
function proxyUnreachable(asked, code2, message, route, cause) {
  return new VaultError(
    "proxy_unreachable",
    asked,
    `no answer from ${route}: ${message}`,
    "Check the proxy's address in `HTTPS_PROXY` or `HTTP_PROXY`, or list Vault's host in `NO_PROXY` to connect to it directly.",
    { verdict: verdictOnCode(code2.slice(proxyErrorPrefix.length)), cause }
  );
}
function whatFailed(error) {
  const { code: code2, name: name2, message, reason, errors } = error;
  if (message === "" && Array.isArray(errors) && errors.length > 0) return whatFailed(errors[0]);
  return { code: String(code2 ?? name2), message: String(reason ?? message) };
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
  const { code: code2, remedy: remedy2 } = explanations2.find(
    (one) => (one.status?.test(String(status)) ?? true) && (one.words?.test(said) ?? true) && (one.path?.test(asked.path) ?? true)
  ) ?? otherStatus;
  return new VaultError(code2, asked, `Vault answered ${status}${said === "" ? "" : `: "${said}"`}`, remedy2, {
    status,
    errors,
    request_id: requestId(json),
    verdict: code2 === "aws_throttled" ? "uncertain" : verdictOnStatus(status),
    retry_after
  });
}
function notVaultError(asked, { status, text: text4, content_type, retry_after }) {
  const title2 = /<title[^>]*>([^<]*)<\/title>/i.exec(text4)?.[1]?.trim();
  const json = text4.trimStart().startsWith("{") ? `other JSON, ${text4.trim().slice(0, 100)}` : content_type;
  const what = title2 ? `a page, "${title2.slice(0, 100)}"` : json || "no content type";
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
  return json.errors.slice(0, mostErrors).map((error) => typeof error === "string" ? onOneLine(error) : JSON.stringify(error)).map((error) => error.length > longestError ? `${error.slice(0, longestError)}…` : error);
}
function onOneLine(error) {
  const items = error.replace(/^\d+ errors? occurred:\s*/, "").split(/^\s*\* /m);
  return items.flatMap((item) => item.trim().replaceAll(/\s*\n\s*/g, " ") || []).join("; ");
}
function parse(text4) {
  try {
    return JSON.parse(text4);
  } catch {
    return null;
  }
}
function looksLikePage({ content_type, text: text4 }) {
  return /html/i.test(content_type) || /^\s*<(!doctype|html)/i.test(text4);
}
function requestId(json) {
  if (typeof json !== "object" || json === null || !("request_id" in json)) return null;
  return typeof json.request_id === "string" && json.request_id !== "" ? json.request_id : null;
}

// src/vault/http/routes.ts
init_proxy();
init_proxy_agents();

// src/vault/http/send-request.ts
var import_node_http2 = require("node:http");
var import_node_https2 = require("node:https");

// src/vault/http/read-body.ts
var largestAnswer = 1024 * 1024;
var AnswerTooLarge = class extends Error {
  name = "AnswerTooLarge";
};
async function readBody(body2, length) {
  const chunks = [];
  let size = 0;
  for await (const chunk of body2) {
    size += chunk.byteLength;
    if (size > largestAnswer) {
      const known3 = length === null ? `more than ${largestAnswer}` : length;
      throw new AnswerTooLarge(`the answer has ${known3} bytes; at most ${largestAnswer} are read`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

// src/vault/http/send-request.ts
var connectTime = 1e4;
async function sendRequest(agent, { method, url, headers, body: body2, signal }) {
  try {
    const answer = await new Promise((resolve7, reject) => {
      const open4 = url.protocol === "https:" ? import_node_https2.request : import_node_http2.request;
      const sent = open4(url, { method, headers, agent, signal }, resolve7);
      const timer = setTimeout(() => sent.destroy(connectTimeout(url)), connectTime);
      const opened = () => clearTimeout(timer);
      sent.on("socket", (socket) => {
        if (!socket.connecting) return opened();
        socket.once("connect", opened);
      });
      sent.on("close", opened);
      sent.on("error", reject);
      sent.end(body2 ?? void 0);
    });
    const { "content-length": length = null } = answer.headers;
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await readBody(answer, length) };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
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
      const route = made.get(url.origin) ?? open2(url, tls, connections, env);
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
function open2(url, tls, connections, env) {
  const proxy2 = proxyFor(url, env);
  const agents = agentsFor(url, env, {
    ...tlsOptions(tls),
    maxSockets: connections,
    maxFreeSockets: connections,
    timeout: idleTime
  });
  const agent = url.protocol === "https:" ? agents.httpsAgent : agents.httpAgent;
  const inFlight = /* @__PURE__ */ new Set();
  return {
    shown: proxy2 === null ? url.host : `${url.host} through the proxy ${proxy2.host}`,
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
function tlsOptions({ ca, cert: cert2, key: key2, server_name, skip_verify }) {
  return {
    ...ca === null ? {} : { ca },
    ...cert2 === null ? {} : { cert: cert2 },
    ...key2 === null ? {} : { key: key2.reveal() },
    ...server_name === null ? {} : { servername: server_name },
    rejectUnauthorized: !skip_verify
  };
}

// src/vault/login/oidc.ts
var defaultOidcLimits = { tries: 3, each: 1e4, all: 4e4, delay: 500 };
var noTls = { ca: null, cert: null, key: null, server_name: null, skip_verify: false };
async function runnerToken(audience, { clock: clock2, env, log, signal }, limits3 = defaultOidcLimits) {
  const url = new URL(env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "");
  if (audience !== "") url.searchParams.set("audience", audience);
  const connections = routes(noTls, 1, env);
  const deadline = clock2.now().getTime() + limits3.all;
  const failures = { dropped: 0, answered: 0 };
  try {
    for (; ; ) {
      const left = deadline - clock2.now().getTime();
      const outcome = await ask(url, connections.to(url), env, Math.min(limits3.each, left), signal);
      if (outcome instanceof Secret) return outcome;
      const count3 = ++failures[outcome.kind];
      const isLast = outcome.final || count3 >= limits3.tries || clock2.now().getTime() + limits3.delay >= deadline;
      if (isLast || signal.aborted) throw noIdToken(url, outcome.message);
      log.info(`The runner's OIDC endpoint ${url.host}: ${outcome.message}; trying again`);
      await clock2.sleep(limits3.delay, signal);
    }
  } finally {
    await connections.close();
  }
}
async function ask(url, route, env, ms, signal) {
  const slow = new RequestAborted("REQUEST_TIMEOUT", `no answer within ${ms / 1e3} s`);
  try {
    return await withTimeout(ms, slow, signal, async (end2) => {
      const { status, text: text4 } = await route.send({
        method: "GET",
        url,
        headers: {
          authorization: `Bearer ${env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]}`,
          accept: "application/json"
        },
        body: null,
        signal: end2
      });
      return read2(status, text4);
    });
  } catch (error) {
    const { code: code2, message } = whatFailed(error);
    return { kind: code2 === "REQUEST_TIMEOUT" ? "answered" : "dropped", message, final: false };
  }
}
function read2(status, text4) {
  const answer = parse(text4);
  const value = typeof answer === "object" && answer !== null && "value" in answer ? answer.value : null;
  if (status === 200 && typeof value === "string" && value !== "") return new Secret(value);
  const words = status === 200 ? "no token in the answer" : text4.trim().slice(0, 300);
  const final = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return { kind: "answered", message: `answered ${status}: ${words}`, final };
}
function noIdToken(url, message) {
  return new RunError(
    "no_id_token",
    `GitHub's OIDC endpoint ${url.host} gave no token for this job: ${message}`,
    "Run the job again; https://www.githubstatus.com lists outages. Behind a proxy or firewall, allow the runner to reach this host."
  );
}

// src/vault/login/jwt.ts
var fields5 = {
  role,
  jwt: jwtField,
  jwt_audience: {
    description: "Audience of the runner's OIDC token: one of the `bound_audiences` of the role. Default: GitHub's, the URL of the repository's owner."
  }
};
var jwt = {
  fields: fields5,
  endpoint: loginEndpoint,
  async credentials(settings, effects2) {
    const token = settings.jwt ?? await runnerToken(settings.jwt_audience, effects2);
    effects2.mask(token);
    const claims = claimsOf(token.reveal());
    return {
      body: { ...presentFields({ role: settings.role }), jwt: token },
      presented: claims === null ? "something that is not a JSON Web Token" : `${showClaims(claims)}${immutable(claims)}`
    };
  },
  advice: [
    {
      words: /no audiences bound to the role/i,
      remedy: ({ auth_path, role: role2, jwt_audience }) => `Vault 1.17 and newer require the role to name the audience: add ${jwt_audience === "" ? "the `aud` above" : jwt_audience} to \`bound_audiences\` of auth/${auth_path}/role/${role2 || "<role>"}.`
    },
    {
      words: /audience/i,
      remedy: ({ auth_path, role: role2 }) => `Set \`jwt_audience\` to one of the \`bound_audiences\` of auth/${auth_path}/role/${role2 || "<role>"}, or add the \`aud\` above to them.`
    },
    {
      words: /subject|sub claim|claim "?sub/i,
      remedy: ({ auth_path, role: role2 }) => `Compare \`bound_subject\` of auth/${auth_path}/role/${role2 || "<role>"} with the \`sub\` above. GitHub writes ids into \`sub\` for newer repositories (repo:org@1/name@2:…): bind the claims \`repository_id\` and \`repository_owner_id\` instead, which both forms have.`
    },
    {
      words: /claim/i,
      remedy: ({ auth_path, role: role2 }) => `Compare \`bound_claims\` of auth/${auth_path}/role/${role2 || "<role>"} with the claims above: the role may not allow the workflow's branch, environment or event.`
    },
    {
      words: /issuer|signature|key|verif|expired|oidc|jwks/i,
      remedy: ({ auth_path }) => `Check auth/${auth_path}/config: for GitHub's tokens, oidc_discovery_url and bound_issuer are https://token.actions.githubusercontent.com (on GHES: https://<host>/_services/token).`
    },
    {
      words: /role/i,
      remedy: ({ auth_path }) => `Check \`role\`: \`vault list auth/${auth_path}/role\` shows the roles.`
    }
  ]
};
function immutable(claims) {
  return hasImmutableSubject(claims) ? " (`sub` in GitHub's newer form, with ids)" : "";
}

// src/vault/login/kubernetes.ts
init_read_text_file();
init_errors();
init_secret();
var fields6 = {
  role: { ...role, required: "`vault list auth/kubernetes/role` shows the roles." },
  jwt: jwtField,
  kubernetes_token_path: {
    description: "File with the service account's token.",
    default: "/var/run/secrets/kubernetes.io/serviceaccount/token"
  }
};
var kubernetes = {
  fields: fields6,
  endpoint: loginEndpoint,
  async credentials({ jwt: jwt2, kubernetes_token_path, role: role2 }, { mask }) {
    const token = jwt2 ?? readToken(kubernetes_token_path);
    mask(token);
    return { body: { role: role2, jwt: token }, presented: null };
  },
  advice: [
    {
      words: /not authorized|service account|namespace|lookup failed|invalid role/i,
      remedy: ({ auth_path, role: role2 }) => `Compare bound_service_account_names and bound_service_account_namespaces of auth/${auth_path}/role/${role2} with the runner's pod, and check that Vault may review tokens there.`
    }
  ]
};
var largestToken = 64 * 1024;
function readToken(path) {
  try {
    return new Secret(readTextFile(path, largestToken).trim());
  } catch (cause) {
    throw new RunError(
      "no_service_account_token",
      `${path} cannot be read: ${cause.message}`,
      "Run this on a runner inside a Kubernetes pod with a service account, or set `kubernetes_token_path` to the file with its token.",
      { cause }
    );
  }
}

// src/vault/login/password.ts
var fields7 = {
  username: { description: "User name.", required: "Give the user name to log in with." },
  password: {
    description: "Password.",
    secret: "text",
    required: "Keep it in a secret of the repository or environment."
  }
};
var password = {
  fields: fields7,
  endpoint: ({ username }) => ["login", username],
  credentials: async (settings) => ({
    body: presentFields({ password: settings.password }),
    presented: `username ${settings.username}`
  }),
  advice: [
    {
      words: /invalid username or password|ldap operation failed|failed to bind/i,
      remedy: () => "Check `username` and `password`."
    }
  ]
};
var userpass = password;
var ldap = password;

// src/vault/login/payload.ts
var fields8 = {
  auth_payload: {
    description: "Body of the login, as a JSON object.",
    secret: "structured",
    required: "Give the body of the login, as a JSON object."
  }
};
var payload = {
  fields: fields8,
  endpoint: loginEndpoint,
  credentials: async ({ auth_payload }) => ({
    body: JSON.parse(auth_payload?.reveal() ?? "{}"),
    presented: null
  }),
  advice: []
};

// src/vault/login/all-methods.ts
var fields9 = {
  ...jwt.fields,
  ...givenTokenFields,
  ...approle.fields,
  ...aws.fields,
  ...userpass.fields,
  ...github.fields,
  ...cert.fields,
  ...kubernetes.fields,
  ...payload.fields
};
var methods = {
  jwt,
  approle,
  aws,
  kubernetes,
  userpass,
  ldap,
  cert,
  github
};
var methodNames = ["token", ...Object.keys(methods)];
function methodNamed(name2) {
  return Object.hasOwn(methods, name2) ? methods[name2] : payload;
}
function requiredInputs(name2) {
  const { fields: fields12, connection_inputs = {} } = name2 === "token" ? { fields: givenTokenFields } : methodNamed(name2);
  const own = Object.entries(fields12 ?? {}).flatMap(
    ([field2, { required }]) => required === void 0 ? [] : [[field2, required]]
  );
  return { ...Object.fromEntries(own), ...connection_inputs };
}
var loginFields = Object.fromEntries(
  Object.entries(fields9).map(([field2, spec]) => [field2, { ...spec, description: forMethods(field2, spec) }])
);
function forMethods(field2, { description: description3 }) {
  if (field2 in payload.fields) return `${description3} For any \`method\` that is not listed.`;
  const names2 = methodNames.filter(
    (name2) => Object.hasOwn(name2 === "token" ? givenTokenFields : methodNamed(name2).fields, field2)
  );
  return `${description3} For \`method: ${names2[0]}\`${names2.slice(1).map((name2) => `, \`${name2}\``).join("")}.`;
}

// src/vault/settings/login-inputs.ts
var loginInputs = {
  method: {
    description: "How to log in: `token`, `jwt` (by default with the runner's OIDC token), `approle`, `aws` (IAM), `kubernetes`, `userpass`, `ldap`, `cert`, `github`, or any other method with `auth_payload`.",
    default: "token"
  },
  auth_path: {
    description: "Where the auth method is mounted, such as `jwt-github`. Default: the name of the method."
  },
  auth_namespace: { description: "Namespace of the auth method. Default: `vault_namespace`." },
  ...loginFields
};

// src/action/all-inputs.ts
init_permission_sets();
var command = {
  command: {
    description: "What to do: `apply` (read Vault, print the plan, apply it), `plan` (print the plan without applying it), `verify` (check in AWS KMS what Vault says it distributed), `rotate`, `destroy` (keys stay in Vault; what their KMS keys encrypted is lost), `import` (write the manifest of what Vault has), `policy` (print the least-privilege policies) or `doctor` (check every precondition of the others, and say how to fix what is wrong).",
    choices: commands,
    default: "apply"
  }
};
var declaration = {
  manifest: {
    description: "Manifest: YAML or JSON text, or paths and globs of files, one per line. One YAML document is one mount. Excludes the inline inputs."
  },
  ...inlineInputs
};
var guards = {
  prune: {
    description: "`true` removes undeclared distributions from KMS and deletes undeclared providers; each must be listed in `confirm`.",
    type: "boolean",
    default: "false"
  },
  confirm: {
    description: "What may be removed, by full id, one per line. The id of a provider covers the distributions that the printed plan lists. After AWS’s waiting period, everything that the removed KMS keys encrypted is lost, although the keys stay in Vault. The id of a key allows creating it with new key material while KMS still has an alias of its name (`keys_lost`).",
    type: "list"
  },
  expected_plan_digest: {
    description: "Apply the plan only if it has this digest, so that what was approved is what runs. To get a digest to approve, run `plan`, `destroy` without `confirm`, or `rotate` with a placeholder here."
  },
  allowed_account_ids: {
    description: "AWS accounts that declared credentials may belong to, one per line.",
    type: "list"
  },
  check_credentials: {
    description: "Whether declared credentials are checked in AWS before they are written to Vault: `auto` blocks the plan when they are invalid, `require` also when the check is inconclusive, `off` does not ask AWS.",
    choices: ["auto", "require", "off"],
    default: "auto"
  },
  update_credentials: {
    description: "When declared credentials are written to an existing provider: `always`, or `on_create` (never).",
    choices: ["always", "on_create"],
    default: "always"
  },
  min_idle: {
    description: "How long a KMS key must have been unused before the plan may remove it from KMS or disable it. Unknown usage is a warning, and blocks the plan when this input is set. `0s` turns the guard off. Default: `7d`.",
    type: "duration",
    allows_zero: true
  }
};
var rotationAndImport = {
  rotate_keys: {
    description: "Keys that `rotate` rotates, one per line: `payments-db`, or `payments-db@2` to rotate only while 2 is the latest version. Left out: every declared key that is older than its `rotate_after`.",
    type: "list"
  },
  import_id: {
    description: "What `import` reads: the id of a provider, such as `keymgmt/kms/aws-us-west-2`, or the path of a mount."
  },
  manifest_path: { description: "File that `import` writes the manifest to." }
};
var verification = {
  verify_with: {
    description: "How `apply` and `rotate` verify their work in AWS KMS before they end: `none`, `runner` or `lambda`. The command `verify` treats `none` as `runner`.",
    choices: ["none", "runner", "lambda"],
    default: "none"
  },
  lambda_function: { description: "Name or ARN of the deployed verifier, for `verify_with: lambda`." },
  lambda_region: {
    description: "Region of `lambda_function`. Default: the region in its ARN, else `AWS_REGION`."
  },
  verify_role_arn: {
    description: "IAM role that the verifier assumes. Default: the runner's own AWS credentials."
  },
  verify_external_id: { description: "External id that the role requires." },
  principal_arn: {
    description: "IAM user or role whose permissions are audited: the principal that Vault uses. Default: the owner of the declared credentials."
  },
  permissions: {
    description: "Permission sets to audit, one per line: `terraform`, `vault`, `multi_region`. Left out: the first two, and the third where a key has replica regions.",
    type: "list",
    choices: permissionSets
  },
  verify_depth: {
    description: "`standard`, or `full`, which also reads policy, grants, material history and last use of each KMS key, and counts the KMS keys of the region by where they come from.",
    choices: ["standard", "full"],
    default: "standard"
  },
  min_keys: {
    description: "Verification fails when there are fewer keys than this in the whole run. 0: any number. For one provider, set `min_keys` under `verify` in the manifest.",
    type: "integer",
    range: [0, 1e6],
    default: "0"
  },
  baseline: {
    description: "Path of an earlier report: the new one says what changed since. A file that does not exist is a warning, since the first run has none."
  },
  exceptions: {
    description: "Path of a file of accepted findings, each with reason, owner and expiry date. They are reported apart, and count again on that date."
  }
};
var reporting = {
  report_path: {
    description: "File for the report: JSON, or, when the path ends in `.jsonl`, one line per distributed key, as the Lambda accepts keys. Default: a JSON file under `RUNNER_TEMP`."
  },
  junit_path: { description: "File for steps, blockers and checks as JUnit XML, for a test tab." },
  html_path: {
    description: "File for the evidence page: one HTML file for people who audit, with the result, the keys, the checks and the permissions. It needs no script and no network."
  },
  sarif_path: { description: "File for blockers and failed checks as SARIF 2.1.0, for code scanning." },
  summary: { description: "`false` leaves the job summary out.", type: "boolean", default: "true" },
  comment: {
    description: "`true` keeps one comment on the pull request up to date, with the plan or the result. Needs `permissions: pull-requests: write`.",
    type: "boolean",
    default: "false"
  },
  issue: {
    description: "`true` keeps one issue open while there is drift or a failed check, and closes it afterwards. Needs `permissions: issues: write`.",
    type: "boolean",
    default: "false"
  },
  comment_key: {
    description: "Separates the comments and issues of the jobs of a matrix. Set it to what the jobs differ in, such as the region."
  },
  github_token: {
    description: "Token for `comment` and `issue`.",
    default: "${{ github.token }}",
    secret: "text"
  },
  fail_on_drift: {
    description: "`true` makes `plan` fail on drift: when a step of the plan would change Vault. A credentials refresh and undeclared objects are not drift.",
    type: "boolean",
    default: "false"
  },
  fail_on_undeclared: {
    description: "`true` makes `plan` fail when Vault has undeclared keys on a declared provider, or undeclared providers or keys in a declared mount.",
    type: "boolean",
    default: "false"
  },
  fail_on_noncompliance: {
    description: "`false` lets a run succeed although a check or permission failed.",
    type: "boolean",
    default: "true"
  },
  fail_on_indeterminate: {
    description: "`true` makes a run fail when a check or permission is inconclusive.",
    type: "boolean",
    default: "false"
  }
};
var inputGroups = {
  Command: command,
  "Declaration: by manifest, or inline": declaration,
  "Connection to Vault": connectionInputs,
  "Login to Vault": loginInputs,
  Guards: guards,
  "Rotation and import": rotationAndImport,
  Verification: verification,
  Reporting: reporting
};
var allInputs = {
  ...command,
  ...declaration,
  ...connectionInputs,
  ...loginInputs,
  ...guards,
  ...rotationAndImport,
  ...verification,
  ...reporting
};

// src/cli/program.ts
init_version();

// src/cli/option-texts.ts
var import_node_fs3 = require("node:fs");
init_input_spec();
function optionOf(input) {
  return `--${input.replaceAll("_", "-")}`;
}
function variableOf(input) {
  return `KEYMGMT_${input.toUpperCase()}`;
}
function optionTexts(specs2, options, env) {
  const texts3 = {};
  const problems = [];
  for (const name2 of namesOf(specs2)) {
    const given = options[name2];
    if (given === void 0) {
      const variable4 = env[variableOf(name2)];
      if (variable4 !== void 0) texts3[name2] = variable4;
      continue;
    }
    const text4 = typeof given === "string" ? given : given.join("\n");
    if (!isSecretHere(specs2, name2, text4)) {
      texts3[name2] = text4;
    } else if (text4.startsWith("@")) {
      const file = readSecret(text4.slice(1));
      if (typeof file === "string") texts3[name2] = file;
      else problems.push(`${optionOf(name2)}: ${file.problem}`);
    } else {
      problems.push(
        `${optionOf(name2)}: a secret is not taken as an argument. Write ${optionOf(name2)} @FILE, or set ${variableOf(name2)}.`
      );
    }
  }
  return { texts: texts3, problems };
}
function isSecretHere(specs2, name2, text4) {
  const form = specs2[name2]?.secret;
  return form !== void 0 && !(form === "pem" && !text4.includes("-----BEGIN") && !text4.startsWith("@"));
}
function readSecret(path) {
  try {
    return (0, import_node_fs3.readFileSync)(path, "utf8").trim();
  } catch (error) {
    return { problem: `${path} cannot be read: ${error.message}.` };
  }
}

// src/cli/program.ts
function createProgram(run) {
  const program2 = new Command("keymgmt").description(
    "Registers AWS KMS providers in HashiCorp Vault (keymgmt), distributes keys to them, and verifies the copies in AWS KMS."
  ).usage("<command> [options]").version(version).argument("<command>", allInputs.command.description).helpOption("-h, --help", "Show this help.").showHelpAfterError("Run keymgmt --help for the commands and options.").addHelpText(
    "after",
    `
An option that is left out is read from its variable: ${optionOf("url")} from ${variableOf("url")}, then from the variable named in its description. <@file> is @ and the path of a file that holds the secret. Repeat an option for a list. Exit codes: 0 done, 1 failed, 2 the plan has changes (--detailed-exitcode).`
  );
  for (const [heading, specs2] of Object.entries(inputGroups)) {
    for (const [name2, spec] of Object.entries(specs2)) {
      if (name2 !== "command") program2.addOption(optionFor(name2, spec).helpGroup(`${heading}:`));
    }
  }
  const output = "Output:";
  program2.addOption(new Option("--json", "Print the report as JSON on standard output.").helpGroup(output)).addOption(new Option("--debug", "Log each request, without headers and bodies.").helpGroup(output)).addOption(
    new Option("--detailed-exitcode", "plan: exit with 2 when the plan has changes.").helpGroup(output)
  );
  program2.action(async (command2) => {
    if (!commands.some((known3) => known3 === command2))
      program2.error(`error: "${command2}" is not one of ${commands.join(", ")}.`);
    const values2 = program2.opts();
    const inputs = Object.keys(allInputs).map((name2) => [name2, textOf(values2[camelCase(name2)])]);
    await run({
      options: { ...Object.fromEntries(inputs), command: command2 },
      json: values2["json"] === true,
      debug: values2["debug"] === true,
      detailed_exitcode: values2["detailedExitcode"] === true
    });
  });
  return program2;
}
function optionFor(name2, spec) {
  const { type = "text", description: description3, secret, variable: variable4 } = spec;
  const placeholder = type === "boolean" ? "[true|false]" : secret === void 0 || secret === "pem" ? "<value>" : "<@file>";
  const fallback = spec.default === void 0 || spec.default.startsWith("${{") ? "" : ` Default: ${spec.default}.`;
  const standIn2 = variable4 === void 0 ? "" : ` Environment: ${variable4}.`;
  const option = new Option(`${optionOf(name2)} ${placeholder}`, `${description3}${fallback}${standIn2}`);
  if (type !== "list") return option;
  return option.argParser((line2, before) => [...before ?? [], line2]);
}
function textOf(value) {
  return typeof value === "boolean" ? String(value) : value;
}
function camelCase(name2) {
  return name2.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

// src/cli/run-cli.ts
var import_promises6 = require("node:fs/promises");
var import_node_os2 = require("node:os");
var import_node_path7 = require("node:path");

// src/inputs/input-reader.ts
init_duration();
init_problem();
init_secret();

// src/inputs/go-values.ts
var units2 = { ms: 1, s: 1e3, m: 6e4, h: 36e5 };
function goDuration(text4) {
  if (/^[1-9][0-9]{0,8}$/.test(text4)) return Number(text4) * 1e3;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text4)) return null;
  const parts = [...text4.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  const sum = parts.reduce(
    (total, [, count3, unit]) => total + Number(count3) * units2[unit],
    0
  );
  return sum > 0 ? sum : null;
}
function goBoolean(text4) {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text4)) return true;
  return ["0", "f", "F", "false", "FALSE", "False"].includes(text4) ? false : null;
}

// src/inputs/input-reader.ts
var InputReader = class {
  problems = [];
  specs;
  #textOf;
  #env;
  /** @param textOf the text of an input as the user wrote it; empty when it was left out */
  constructor(specs2, textOf2, env) {
    this.specs = specs2;
    this.#textOf = textOf2;
    this.#env = env;
  }
  /** What the user wrote, without surrounding white space. */
  given(name2) {
    return this.#textOf(name2).trim();
  }
  /** What the user wrote, else the environment variable that stands in, else the default; empty for none. */
  text(name2) {
    return this.given(name2) || this.#variable(name2) || this.#default(name2);
  }
  /** As {@link text}; `null` for none. */
  secret(name2) {
    const text4 = this.text(name2);
    return text4 === "" ? null : new Secret(text4);
  }
  /** The entries of a list, one per line; empty lines are skipped. */
  lines(name2) {
    return this.text(name2).split("\n").map((line2) => line2.trim()).filter((line2) => line2 !== "");
  }
  /** `true` or `false`; a variable may also hold what Go accepts. */
  boolean(name2) {
    const text4 = this.text(name2);
    const strict = text4 === "true" ? true : text4 === "false" || text4 === "" ? false : null;
    const value = this.#fromVariable(name2) ? goBoolean(text4) : strict;
    if (value !== null) return value;
    this.addProblem("invalid_boolean", name2, `is "${text4}".`, "Write `true` or `false`.");
    return this.#default(name2) === "true";
  }
  /** Milliseconds. */
  duration(name2) {
    const text4 = this.text(name2);
    if (this.#fromVariable(name2)) {
      const ms = goDuration(text4);
      if (ms !== null) return ms;
      const remedy2 = "Write seconds, or a duration such as `90s`.";
      this.addProblem("invalid_duration", name2, `is "${text4}".`, remedy2);
    } else {
      if (durationPattern.test(text4)) return milliseconds(text4);
      if (text4 === "0s" && this.#spec(name2).allows_zero) return 0;
      const zero = this.#spec(name2).allows_zero ? ", or `0s` for none" : "";
      const remedy2 = `Write a duration, such as \`90s\`, \`15m\` or \`12h\`${zero}.`;
      this.addProblem("invalid_duration", name2, `is "${text4}".`, remedy2);
    }
    return milliseconds(this.#default(name2));
  }
  /** A whole number within the input's bounds. */
  integer(name2) {
    const text4 = this.text(name2);
    const [min, max] = this.#spec(name2).range ?? [0, Number.MAX_SAFE_INTEGER];
    const number2 = /^\d{1,15}$/.test(text4) ? Number(text4) : Number.NaN;
    if (number2 >= min && number2 <= max) return number2;
    const remedy2 = `Write a whole number from ${min} to ${max}.`;
    this.addProblem("invalid_number", name2, `is "${text4}".`, remedy2);
    return Number(this.#default(name2));
  }
  /** One of the input's choices. */
  choice(name2) {
    const text4 = this.text(name2);
    const { choices = [] } = this.#spec(name2);
    if (choices.includes(text4)) return text4;
    const fallback = this.#default(name2);
    const remedy2 = `Write one of them, or leave ${name2} out for ${fallback}.`;
    this.addProblem("invalid_choice", name2, `is "${text4}", not one of ${choices.join(", ")}.`, remedy2);
    return fallback;
  }
  /** Some of the input's choices, in their own order; `null` when the input was left out. */
  choices(name2) {
    const lines = this.lines(name2);
    const { choices = [] } = this.#spec(name2);
    for (const line2 of lines.filter((line3) => !choices.includes(line3))) {
      const message = `has the line "${line2}", which is not one of ${choices.join(", ")}.`;
      this.addProblem("invalid_choice", name2, message, "Write one of them per line.");
    }
    if (lines.length === 0) return null;
    return choices.filter((choice) => lines.includes(choice));
  }
  /**
   * Adds a problem with an input.
   *
   * @param message follows the input's name (or the variable's), and never repeats a secret
   */
  addProblem(code2, name2, message, remedy2) {
    const { variable: variable4 } = this.#spec(name2);
    const subject = this.#fromVariable(name2) ? `${variable4} (for ${name2})` : name2;
    const source = inputLocation(name2);
    this.problems.push({ code: code2, at: "", source, message: `${subject} ${message}`, remedy: remedy2 });
  }
  #spec(name2) {
    return this.specs[name2];
  }
  #default(name2) {
    const { default: text4 = "" } = this.#spec(name2);
    return text4.startsWith("${{") ? "" : text4;
  }
  #variable(name2) {
    const { variable: variable4 } = this.#spec(name2);
    return variable4 === void 0 ? "" : (this.#env[variable4] ?? "").trim();
  }
  #fromVariable(name2) {
    return this.given(name2) === "" && this.#variable(name2) !== "";
  }
};

// src/inputs/input-secrets.ts
init_secret();
init_input_spec();
function inputSecrets(reader, env) {
  const specs2 = reader.specs;
  const texts3 = [
    ...namesOf(reader.specs).flatMap((name2) => {
      const form = specs2[name2]?.secret;
      return form === void 0 ? [] : secretParts[form](reader.text(name2));
    }),
    ...proxyVariables.flatMap((name2) => passwordsIn(env[name2] ?? env[name2.toUpperCase()] ?? ""))
  ];
  return [...new Set(texts3)].filter((text4) => text4 !== "").map((text4) => new Secret(text4));
}
var secretParts = {
  text: (text4) => [text4],
  structured: (text4) => [text4],
  pem: (text4) => isPath(text4) ? [] : [text4],
  headers: (text4) => text4.split("\n").map(secretHeader)
};
var proxyVariables = ["https_proxy", "http_proxy"];
function isPath(text4) {
  return text4.length <= 256 && !text4.includes("-----BEGIN");
}
function secretHeader(line2) {
  return /^[^:]*(secret|token|authorization|password|cookie|key)[^:]*:(.*)$/i.exec(line2)?.[2]?.trim() ?? "";
}
function passwordsIn(proxy2) {
  const { password: password2 } = URL.canParse(proxy2) ? new URL(proxy2) : { password: "" };
  try {
    return [password2, decodeURIComponent(password2)];
  } catch {
    return [password2];
  }
}

// src/action/main.ts
init_problem();

// src/vault/http/connect.ts
init_p_limit();
init_secret();

// src/vault/http/vault-path.ts
init_errors();
function segmentsOf(path) {
  return path.flatMap((part) => part.split("/")).filter((segment2) => segment2 !== "");
}
function joinNamespaces(...namespaces) {
  return segmentsOf(namespaces).join("/");
}
function urlOf2(base, path, query2 = "") {
  const segments = segmentsOf(path);
  const bad = segments.find((segment2) => /^\.\.?$/.test(segment2));
  if (bad !== void 0) {
    const remedy2 = `Remove "${bad}" from it: Vault accepts no relative paths.`;
    throw new RunError("invalid_path", `${segments.join("/")} is not a path in Vault`, remedy2);
  }
  const prefix2 = base.pathname.replace(/\/+$/, "");
  return new URL(`${prefix2}/v1/${segments.map(encodeURIComponent).join("/")}${query2}`, base);
}

// src/vault/http/capabilities.ts
function capabilitiesFor({ method, query: query2 }) {
  if (query2 !== "") return ["list"];
  return { GET: ["read"], PUT: ["create", "update"], DELETE: ["delete"] }[method];
}
async function explainDenial(error, call, ask2) {
  const path = segmentsOf([call.namespace.slice(call.home.length), ...call.path]).join("/");
  const question = {
    ...call,
    namespace: call.home,
    method: "PUT",
    path: ["sys", "capabilities-self"],
    query: "",
    body: { paths: [path] }
  };
  const answer = await ask2(question).catch((cause) => cause);
  if (answer instanceof VaultError && answer.status === 403) {
    return error.with("Vault does not accept this token", {
      code: "token_invalid",
      remedy: "The token is mistyped, has expired, was revoked, belongs to another namespace, or lacks the policy `default`: check it with `vault token lookup`."
    });
  }
  const held = heldOn(path, answer);
  if (held === null) return error;
  const needed = capabilitiesFor(call);
  const has = held.length === 0 || held.includes("deny") ? "no capability" : `only ${quoted(held, "and")}`;
  if (needed.some((capability) => held.includes(capability)) || held.includes("root")) {
    return error.with(
      `the token has ${quoted(held, "and")} on this path, so something other than its policies denies the request`,
      {
        remedy: "Check its policies for required or denied parameters, Sentinel policies, and the CIDR bounds of the token."
      }
    );
  }
  return error.with(`it needs ${quoted(needed, "or")} on this path, and the token has ${has}`);
}
function heldOn(path, answer) {
  if (typeof answer !== "object" || answer === null || !("data" in answer)) return null;
  const data = answer.data;
  const held = data?.[path] ?? data?.["capabilities"];
  return Array.isArray(held) ? held.filter((capability) => typeof capability === "string") : null;
}
function quoted(names2, word) {
  return names2.map((name2) => `"${name2}"`).join(` ${word} `);
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
  const text4 = Buffer.from(header, "base64").toString();
  const [, cluster, local, replicated] = /^v1:([^:]+):(\d+):(\d+):/.exec(text4) ?? [];
  if (cluster === void 0 || local === void 0 || replicated === void 0) return null;
  return { header, cluster, index: [BigInt(local), BigInt(replicated)] };
}
function isNewer({ cluster, index: [local, replicated] }, than) {
  if (cluster !== than.cluster) return true;
  return local > than.index[0] || local === than.index[0] && replicated > than.index[1];
}

// src/vault/http/redirects.ts
var followed = /* @__PURE__ */ new Set([301, 302, 307, 308]);
function redirectTarget(asked, from, { status, location }, mayRedirectTo) {
  const to2 = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isVault = to2 !== null && /\/v1\//.test(to2.pathname);
  if (isVault && to2.protocol === from.protocol && followed.has(status)) {
    if (to2.origin === from.origin || mayRedirectTo(to2)) return to2;
    throw new VaultError(
      "redirected",
      asked,
      `${from.origin} redirects to ${to2.origin}, which is not allowed; nothing was sent there`,
      "Allow the address of every Vault node, or correct `api_addr` of the active node.",
      { status }
    );
  }
  const target = to2 === null ? `"${location.slice(0, 200)}", which is not a URL` : addressOf(to2);
  throw new VaultError(
    "redirected",
    asked,
    `${addressOf(from)} redirects to ${target} (${status}), which is not followed`,
    isVault ? `Set \`url\` to ${to2.origin}, if that is your Vault.` : "A sign-in page or a gateway stands before Vault: set `url` to the address of Vault itself, or let the runner pass it (`extra_headers`, `client_certificate`).",
    { status }
  );
}
function redirectedTwice(asked, hops, next) {
  const end2 = URL.canParse(next.location, hops[1].href) ? addressOf(new URL(next.location, hops[1])) : next.location;
  return new VaultError(
    "redirected",
    asked,
    `${addressOf(hops[0])} redirects to ${addressOf(hops[1])}, which redirects to ${end2.slice(0, 500)}; only one redirect is followed`,
    "Set `url` to the active node, or to a load balancer that sends requests there. If the addresses are those of your nodes, check `api_addr` of the active one: it must name its own address.",
    { status: next.status }
  );
}
function addressOf({ origin: origin2, pathname }) {
  return `${origin2}${pathname}`;
}

// src/vault/http/request-body.ts
init_secret();
function wireBody(body2) {
  return JSON.stringify(revealed(body2));
}
function revealed(value) {
  if (value instanceof Secret) return value.reveal();
  if (isList(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name2, inner]) => [name2, revealed(inner)]));
}
function isList(value) {
  return Array.isArray(value);
}

// src/vault/http/exchange.ts
function askedBy({ method, namespace, path, query: query2 }) {
  return { method: query2 === "" ? method : "LIST", path: segmentsOf([namespace, ...path]).join("/") };
}
async function exchange(call, signal, effects2) {
  const { log } = effects2;
  const asked = askedBy(call);
  const received = await sendFollowing(call, signal, effects2);
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
async function sendFollowing(call, signal, effects2) {
  const { settings, mayRedirectTo } = effects2;
  const asked = askedBy(call);
  const first = urlOf2(settings.url, call.path, call.query);
  const received = await send(call, first, signal, effects2);
  if (received.redirect === null) return received;
  const second = redirectTarget(asked, first, received.redirect, mayRedirectTo);
  announce(first, second, effects2);
  const answer = await send(call, second, signal, effects2);
  if (answer.redirect !== null) throw redirectedTwice(asked, [first, second], answer.redirect);
  return answer;
}
function announce(from, to2, { settings, announced, log }) {
  const pair = `${from.origin} redirects to ${to2.origin}`;
  if (from.origin === to2.origin || announced.has(pair)) return;
  announced.add(pair);
  const certificate = settings.tls.cert === null ? "" : ", and the client certificate,";
  const kept = Object.keys(settings.extra_headers).length === 0 ? "" : "; `extra_headers` are not";
  log.info(`${pair}, as a standby does: the token${certificate} is sent there as well${kept}`);
}
async function send(call, url, signal, effects2) {
  const { routes: routes3, clock: clock2, log } = effects2;
  const { method, path } = askedBy(call);
  const route = routes3.to(url);
  const started = clock2.now().getTime();
  const logEnd = (how) => log.debug(`${method} ${path}: ${how} (${clock2.now().getTime() - started} ms)`);
  try {
    const received = await over(route, call, url, signal, effects2);
    const id = requestId(parse(received.text));
    logEnd(`${received.status}${id === null ? "" : `, request id ${id}`}`);
    return received;
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw tooLarge({ method, path }, error);
    logEnd("no answer");
    throw connectionError(
      { method, path },
      signal.aborted ? signal.reason : error,
      route.shown,
      url.protocol === "http:"
    );
  }
}
async function over(route, call, url, signal, effects2) {
  const { status, headers, text: text4 } = await route.send({
    method: call.method,
    url,
    headers: headersOf(call, url, effects2),
    body: call.body === null ? null : wireBody(call.body),
    signal
  });
  const header = (name2) => [headers[name2] ?? []].flat()[0] ?? null;
  const location = header("location");
  effects2.seen.note(header("x-vault-index"));
  return {
    status,
    text: text4,
    content_type: header("content-type") ?? "",
    retry_after: retryAfter(header("retry-after"), effects2.clock),
    redirect: location !== null && status >= 300 && status < 400 ? { status, location } : null
  };
}
function tooLarge(asked, { message }) {
  const remedy2 = "Check that `url` is the address of Vault. A mount with that many keys or providers has to be split.";
  return new VaultError("unexpected_answer", asked, message, remedy2);
}
function headersOf({ namespace, token, body: body2 }, url, { settings, seen }) {
  return {
    ...url.origin === settings.url.origin ? settings.extra_headers : {},
    "user-agent": settings.user_agent,
    "x-vault-request": "true",
    ...namespace === "" ? {} : { "x-vault-namespace": namespace },
    ...token === null ? {} : { "x-vault-token": token.reveal() },
    ...seen.header === null ? {} : { "x-vault-index": seen.header },
    ...body2 === null ? {} : { "content-type": "application/json" }
  };
}
function hasNoErrors({ text: text4 }) {
  const answer = parse(text4);
  if (typeof answer !== "object" || answer === null) return false;
  if ("errors" in answer) return Array.isArray(answer.errors) && answer.errors.length === 0;
  return "data" in answer || "warnings" in answer;
}
function isForeignJson({ text: text4 }) {
  const answer = parse(text4);
  return typeof answer === "object" && answer !== null && !["errors", "data", "warnings"].some((field2) => field2 in answer);
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

// src/vault/http/send-with-retry.ts
async function sendWithRetry(once2, { tookEffect, slow = false, pace: pace3, onResend = () => {
} }, effects2) {
  const { signal, contact } = effects2;
  await pace3?.ready();
  for (let attempts3 = 1; ; attempts3++) {
    const outcome = await once2().then(
      (answer) => ({ answer }),
      (error2) => ({ error: error2 })
    );
    contact.answered ||= "answer" in outcome || outcome.error.status != null;
    if ("answer" in outcome) {
      pace3?.accepted();
      return outcome.answer;
    }
    const { error } = outcome;
    if (!(error instanceof VaultError) || signal.aborted) throw error;
    if (error.verdict === "final") {
      if (await isDoneByOther(error, tookEffect, slow, effects2)) return null;
      throw error;
    }
    const readBack = error.verdict === "uncertain" ? tookEffect : void 0;
    const asked = pace3?.failed(error) ?? null;
    if (slow && readBack !== void 0 && continuesInVault(error))
      return await untilDone(error, readBack, effects2);
    const last = attempts3 >= triesFor(error, effects2) && !isThrottled(error);
    if (last && readBack === void 0) throw error;
    const delay = asked ?? delayBefore(attempts3, error.retry_after, effects2.limits);
    await pause(error, attempts3, delay, last ? "reading whether it took effect" : "retrying", effects2);
    if (readBack !== void 0 && await hasTakenEffect(error, readBack, effects2)) {
      if (slow) effects2.log.warning(`${error.request.method} ${error.request.path}: ${unproven}`);
      return null;
    }
    if (last) throw error;
    onResend(error);
  }
}
var firstContactTries = 3;
function triesFor({ code: code2 }, { limits: limits3, contact }) {
  return code2 === "connection_refused" && !contact.answered ? Math.min(firstContactTries, limits3.tries) : limits3.tries;
}
var rejections = /* @__PURE__ */ new Set([400, 404, 409]);
async function isDoneByOther(error, readBack, slow, { log }) {
  if (readBack === void 0 || !rejections.has(error.status)) return false;
  const done = await readBack().catch(() => false);
  const message = `${error.message}; what it asks for is there already, so the run continues`;
  if (done && slow) log.warning(`${message}. ${unproven}`);
  else if (done) log.info(message);
  return done;
}
var unproven = "This rests on Vault's record alone, which does not show whether AWS accepted every part of the write. Run verify.";
function isThrottled({ code: code2 }) {
  return code2 === "aws_throttled";
}
function continuesInVault({ code: code2, status }) {
  return code2 === "timeout" || status === 504;
}
async function untilDone(error, readBack, effects2) {
  effects2.log.info(`${error.message}; Vault continues it, so the run waits for its effect`);
  for (let reads = 1; ; reads++) {
    await wait(delayBefore(reads, null, effects2.limits), error, effects2);
    if (await hasTakenEffect(error, readBack, effects2)) return null;
  }
}
async function hasTakenEffect(error, readBack, { log }) {
  const done = await readBack().catch((cause) => {
    throw error.with(`whether it took effect is unknown: ${cause.message}`, { cause });
  });
  if (done)
    log.info(`${error.request.method} ${error.request.path}: it took effect, only its answer was lost`);
  return done;
}
async function pause(error, attempts3, delay, next, effects2) {
  const { log, contact } = effects2;
  const seconds2 = (delay / 1e3).toFixed(1);
  const of = isThrottled(error) ? "" : ` of ${triesFor(error, effects2)}`;
  const { method, path } = error.request;
  const failure = `${attempts3} ${error.message.replace(`${method} ${path}: `, "")}`;
  if (error.status !== null || contact.answered || !contact.logged.has(failure))
    log.info(`${error.message}; ${next} in ${seconds2} s (attempt ${attempts3}${of} failed)`);
  contact.logged.add(failure);
  await wait(delay, error, effects2);
}
async function wait(delay, error, { clock: clock2, signal, deadline }) {
  if (clock2.now().getTime() + delay >= deadline) {
    throw error.with("the `timeout` of the run leaves no time for another attempt");
  }
  await clock2.sleep(delay, signal).catch(() => {
    throw error.with("the run was cancelled before another attempt");
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
function connect(settings, effects2, limits3 = defaultRetryPolicy) {
  const { clock: clock2, log, env, signal, mayRedirectTo = () => true } = effects2;
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
  const deadline = clock2.now().getTime() + settings.timeout;
  const inTurn = pLimit(settings.max_concurrency);
  const cancelled2 = { read: abortedAfter(signal, 0), write: abortedAfter(signal, limits3.grace) };
  const pause2 = new SharedPause();
  const keepPause = async (call) => {
    const now = clock2.now().getTime();
    const time = pause2.left(now, limits3.first_delay);
    if (time === 0) return;
    if (now + time >= deadline)
      throw notSent(
        call,
        "run_timeout",
        "Vault asked for a pause (Retry-After) that ends after the `timeout` of the run",
        "Raise `timeout`, or run again later."
      );
    await clock2.sleep(time, signal).catch(() => {
    });
  };
  const attempt = async (call, kind) => {
    await keepPause(call);
    const left = deadline - clock2.now().getTime();
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
      cancelled2[kind],
      (end2) => exchange(call, end2, {
        settings,
        routes: openRoutes,
        seen,
        announced,
        clock: clock2,
        log,
        mayRedirectTo
      })
    ).catch((error) => {
      if (error instanceof VaultError) pause2.note(error, clock2.now().getTime());
      throw error;
    });
  };
  const send2 = async ({ source, ...call }, kind, options = {}, turn = inTurn) => {
    const ask2 = (other) => turn(async () => attempt({ ...other, token: await tokenOf(source) }, kind));
    const once2 = () => turn(async () => {
      const token = await tokenOf(source);
      options.pace?.sent();
      return attempt({ ...call, token }, kind);
    });
    try {
      return await sendWithRetry(once2, options, { limits: limits3, clock: clock2, log, signal, deadline, contact });
    } catch (error) {
      if (!(error instanceof VaultError) || source === null) throw error;
      if (error.code !== "permission_denied" && error.code !== "token_invalid") throw error;
      const denied4 = source instanceof Secret ? error : source.explain(error);
      throw denied4.code === "permission_denied" ? await explainDenial(denied4, call, ask2) : denied4;
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
        const keys2 = answer === null ? [] : dataOf(answer)["keys"];
        return Array.isArray(keys2) ? keys2.map(String) : [];
      },
      async put(at, body2, write4) {
        const answer = await send2(call(at, { method: "PUT", body: body2 }), "write", write4);
        return answer === null ? null : dataOf(answer);
      },
      async delete(at, write4) {
        await send2(call(at, { method: "DELETE" }), "write", write4);
      },
      async authenticate(at, body2, renewed) {
        const login2 = { ...call(at, { method: "PUT", body: body2 }), source: renewed ?? null };
        const answer = await send2(login2, "write", {}, (work) => work());
        const auth = answer?.["auth"];
        if (typeof auth === "object" && auth !== null) return auth;
        throw new VaultError(
          "no_token",
          askedBy(login2),
          "Vault answered without a token",
          "Check that `auth_path` is the mount of a login method."
        );
      },
      with: (change2) => as(change2.token ?? source, change2.namespace ?? base),
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
function notSent(call, code2, why2, remedy2) {
  return new VaultError(code2, askedBy(call), `not sent: ${why2}`, remedy2);
}
function dataOf(answer) {
  const { data } = answer;
  return typeof data === "object" && data !== null ? data : answer;
}

// src/vault/login/login.ts
init_secret();
async function login(settings, connection, effects2) {
  const { token, auth_namespace: namespace, auth_path } = settings;
  if (settings.method === "token") {
    return {
      token: token ?? new Secret(""),
      accessor: null,
      namespace,
      ours: false,
      expires: null,
      renewable: false,
      uses: null
    };
  }
  const method = methodNamed(settings.method);
  const outside = connection.with({ namespace });
  const credentials2 = await method.credentials(settings, { ...effects2, connection: outside });
  const at = { namespace: "", path: ["auth", auth_path, ...method.endpoint(settings)] };
  const auth = await outside.authenticate(at, credentials2.body).catch((error) => {
    throw error instanceof VaultError ? explainFailure(error, credentials2, settings) : error;
  });
  const session = sessionFrom(auth, at, namespace, effects2);
  effects2.log.info(`Logged in to Vault at ${at.path.join("/")} (accessor ${session.accessor ?? "unknown"})`);
  return session;
}
function sessionFrom(auth, at, namespace, { clock: clock2, mask }) {
  const { client_token, accessor, lease_duration, renewable, num_uses, token_type } = auth;
  if (typeof client_token !== "string" || client_token === "") throw missingToken(auth, at, namespace);
  const token = new Secret(client_token);
  mask(token);
  const seconds2 = Number(lease_duration ?? 0);
  return {
    token,
    accessor: typeof accessor === "string" && accessor !== "" ? accessor : null,
    namespace,
    ours: token_type !== "batch",
    expires: seconds2 > 0 ? new Date(clock2.now().getTime() + seconds2 * 1e3) : null,
    renewable: renewable === true,
    uses: typeof num_uses === "number" && num_uses > 0 ? num_uses : null
  };
}
function missingToken({ mfa_requirement }, { path }, namespace) {
  const asked = { method: "PUT", path: [namespace, ...path].filter((part) => part !== "").join("/") };
  if (typeof mfa_requirement === "object" && mfa_requirement !== null) {
    return new VaultError(
      "mfa_required",
      asked,
      "Vault requires a second factor for this login, which a workflow cannot give",
      "Exclude this role from the MFA enforcement (`vault list identity/mfa/login-enforcement`), or use another method."
    );
  }
  return new VaultError(
    "no_token",
    asked,
    "Vault answered the login, but returned no token",
    "Check `auth_path` and `method`."
  );
}
function canLogInAgain({ method, wrapped_secret_id }) {
  return method !== "token" && wrapped_secret_id === null;
}
function explainFailure(error, { presented }, settings) {
  if (error.status === null || error.status >= 500 || error.code === "not_vault") return error;
  const said = error.errors.join("; ");
  const advice = methodNamed(settings.method).advice.find(({ words }) => words.test(said));
  const remedy2 = advice?.remedy(settings, error) ?? (mayBeUnmounted(error) ? mountRemedy(settings) : error.remedy);
  const code2 = error.code === "request_rejected" ? "login_rejected" : error.code;
  return error.with(presented === null ? "the login failed" : `presented: ${presented}`, { code: code2, remedy: remedy2 });
}
function mayBeUnmounted({ status, code: code2 }) {
  return status === 403 || status === 404 || code2 === "no_engine";
}
function mountRemedy({ method, auth_path, auth_namespace }) {
  const where = auth_namespace === "" ? "the root namespace" : `namespace ${auth_namespace}`;
  return `Check that a method of type ${method} is mounted at auth/${auth_path} in ${where} (\`vault auth list\`), and that \`auth_path\` and \`auth_namespace\` name it.`;
}

// src/vault/login/token-keeper.ts
var renewBelow = 1 / 3;
var TokenKeeper = class {
  #session;
  /** Milliseconds that the token was valid for when it was issued or last renewed. */
  #lifetime;
  #used = 0;
  #refreshing = null;
  #options;
  constructor(session, options) {
    this.#session = session;
    this.#options = options;
    this.#lifetime = this.#left();
  }
  async current() {
    if (this.#left() < this.#lifetime * renewBelow) {
      this.#refreshing ??= this.#refresh().finally(() => {
        this.#refreshing = null;
      });
      await this.#refreshing;
    }
    this.#used++;
    return this.#session.token;
  }
  /** How often the token can still be used; `null`: without a limit, or unknown. */
  usesLeft() {
    const { uses: uses2 } = this.#session;
    return uses2 === null ? null : Math.max(0, uses2 - this.#used);
  }
  /** When the token ends for good; `null`: it does not, or it can be renewed or replaced. */
  ends() {
    return this.#session.renewable || this.#options.logInAgain !== null ? null : this.#session.expires;
  }
  explain(error) {
    const { expires } = this.#session;
    if (expires === null || this.#left() > 0) return error;
    return error.with(`the token ended at ${expires.toISOString()}`, {
      code: "token_invalid",
      remedy: "Raise the role's `token_ttl` and `token_max_ttl`, or make the run shorter, then run again: completed steps are kept."
    });
  }
  /** Milliseconds; infinite for a token that does not expire. */
  #left() {
    const { expires } = this.#session;
    return expires === null ? Number.POSITIVE_INFINITY : expires.getTime() - this.#options.clock.now().getTime();
  }
  async #refresh() {
    if (this.#session.renewable && await this.#renew()) return;
    const { logInAgain, log } = this.#options;
    if (logInAgain === null) return;
    try {
      this.#session = await logInAgain();
      this.#lifetime = this.#left();
      this.#used = 0;
    } catch (error) {
      log.warning(`The token ends soon, and logging in again failed: ${error.message}`);
    }
  }
  /** Whether the token is valid for longer now. */
  async #renew() {
    const { connection, clock: clock2, log } = this.#options;
    const { token, namespace, accessor } = this.#session;
    const before = this.#left();
    try {
      const at = { namespace: "", path: ["auth", "token", "renew-self"] };
      const auth = await connection.with({ namespace }).authenticate(at, {}, token);
      this.#used++;
      const { lease_duration, renewable } = auth;
      const lifetime = Number(lease_duration ?? 0) * 1e3;
      if (!(lifetime > before)) return false;
      const expires = new Date(clock2.now().getTime() + lifetime);
      this.#session = { ...this.#session, expires, renewable: renewable !== false };
      this.#lifetime = lifetime;
      log.debug(`Renewed the token (accessor ${accessor ?? "unknown"}) until ${expires.toISOString()}`);
      return true;
    } catch (error) {
      this.#session = { ...this.#session, renewable: false };
      log.debug(`The token could not be renewed: ${error.message}`);
      return false;
    }
  }
};

// src/apply/apply.ts
init_id();

// src/model/distribution.ts
init_id();
function aliasOf(distributionName) {
  return `alias/hashicorp/${distributionName}`;
}
function distributionOf(mount2, { kms, region: region2 }, key2, record3) {
  return {
    id: distributionId(mount2, kms, record3.key),
    namespace: mount2.namespace,
    path: mount2.path,
    kms,
    key: record3.key,
    region: region2,
    alias: aliasOf(record3.name),
    type: key2.type,
    purpose: record3.purpose,
    protection: record3.protection,
    latest_version: key2.latest_version,
    min_enabled_version: key2.min_enabled_version,
    replica_regions: key2.replica_regions,
    distribution_time: record3.distribution_time,
    versions: record3.versions
  };
}

// src/observe/vault-state.ts
init_id();
function vaultStateFrom(live) {
  const state = {
    providers: /* @__PURE__ */ new Set(),
    distributed: /* @__PURE__ */ new Set(),
    keys: /* @__PURE__ */ new Map(),
    distributions: /* @__PURE__ */ new Map()
  };
  for (const mount2 of live.mounts) {
    for (const name2 of mount2.kms_names) state.providers.add(providerId(mount2, name2));
    for (const key2 of mount2.keys) state.keys.set(keyId(mount2, key2.name), key2);
    for (const provider2 of mount2.kms) {
      for (const key2 of provider2.key_names) state.distributed.add(distributionId(mount2, provider2.name, key2));
      for (const record3 of provider2.distributions) {
        state.distributions.set(distributionId(mount2, provider2.name, record3.key), record3);
      }
    }
  }
  return state;
}
function distributionsOf(desired, state) {
  return desired.mounts.flatMap((mount2) => {
    const regions2 = new Map(mount2.kms.map((provider2) => [provider2.name, provider2.key_collection]));
    return mount2.keys.flatMap((declared) => {
      if (declared.kms === null) return [];
      const id = distributionId(mount2, declared.kms, declared.name);
      const key2 = state.keys.get(keyId(mount2, declared.name));
      const record3 = state.distributions.get(id);
      if (key2 === void 0 || record3 === void 0) return [];
      const region2 = regions2.get(declared.kms) ?? "";
      return [distributionOf(mount2, { kms: declared.kms, region: region2 }, key2, record3)];
    });
  });
}

// src/plan/step-target.ts
init_id();
function targetOf(desired, id) {
  const candidates2 = desired.mounts.flatMap((mount3) => {
    const prefix2 = mountId(mount3);
    if (id === prefix2) return [{ mount: mount3, kms: null, key: null }];
    if (!id.startsWith(`${prefix2}/`)) return [];
    const rest = id.slice(prefix2.length + 1).split("/");
    if (rest.length === 2 && rest[0] === "kms") return [{ mount: mount3, kms: rest[1], key: null }];
    if (rest.length === 2 && rest[0] === "key") return [{ mount: mount3, kms: null, key: rest[1] }];
    if (rest.length === 4 && rest[0] === "kms" && rest[2] === "key") {
      return [{ mount: mount3, kms: rest[1], key: rest[3] }];
    }
    return [];
  });
  const found2 = candidates2.sort((a, b) => mountId(b.mount).length - mountId(a.mount).length)[0];
  if (found2 === void 0) return null;
  const { mount: mount2, kms, key: key2 } = found2;
  return {
    ...found2,
    provider: mount2.kms.find((provider2) => provider2.name === kms) ?? null,
    declared: mount2.keys.find((declared) => declared.name === key2) ?? null
  };
}

// src/vault/keymgmt/records.ts
init_dist();
init_errors();
init_key();
var version2 = object({ creation_time: optional(string(), ""), public_key: optional(string()) });
var versions = optional(nullable(record(string(), version2)));
var keyAnswer = object({
  type: string(),
  deletion_allowed: optional(boolean(), false),
  latest_version: number(),
  min_enabled_version: number(),
  replica_regions: optional(nullable(array(string()))),
  versions,
  keys: versions
});
var providerAnswer = object({ provider: string(), key_collection: string() });
var purposes2 = pipe(
  union([array(string()), string()]),
  transform(
    (purpose) => [purpose].flat().flatMap((text4) => text4.split(",")).map((name2) => name2.trim().toLowerCase())
  )
);
var distributionAnswer = object({
  name: string(),
  purpose: purposes2,
  protection: optional(string(), "hsm"),
  distribution_time: optional(string(), ""),
  versions: optional(nullable(record(string(), string())))
});
var engineAnswer = object({ type: string(), path: optional(string(), "") });
function isKeymgmt({ type }) {
  return type.includes("keymgmt");
}
function isMountedAt({ path }, declared) {
  return path === "" || path === declared || declared.endsWith(`/${path}`);
}
function readEngine(data, at) {
  const { type, path } = read3(engineAnswer, data, at);
  return { type, path: path.replace(/\/$/, "") };
}
function readKey(data, name2, at) {
  const answer = read3(keyAnswer, data, at);
  return {
    name: name2,
    type: answer.type,
    deletion_allowed: answer.deletion_allowed,
    latest_version: answer.latest_version,
    min_enabled_version: answer.min_enabled_version,
    replica_regions: answer.replica_regions ?? [],
    versions: Object.fromEntries(
      Object.entries(answer.versions ?? answer.keys ?? {}).map(([number2, { creation_time, public_key }]) => [
        number2,
        { creation_time, public_key: public_key ?? null }
      ])
    )
  };
}
function readProvider(data, at) {
  return read3(providerAnswer, data, at);
}
function readDistribution(data, key2, at) {
  const answer = read3(distributionAnswer, data, at);
  return { ...answer, key: key2, purpose: sortPurposes(answer.purpose), versions: answer.versions ?? {} };
}
function read3(schema, data, { path }) {
  const result = safeParse(schema, data);
  if (result.success) return result.output;
  const issues = result.issues.map((issue) => `${getDotPath(issue) ?? "the answer"}: ${issue.message}`);
  throw new RunError(
    "unexpected_answer",
    `${path.join("/")}: Vault's answer has an unknown shape: ${issues.join("; ")}`,
    "Check that a keymgmt engine is mounted there. If it is, please report this message with the version of Vault."
  );
}

// src/vault/keymgmt/keymgmt.ts
var Keymgmt = class {
  #vault;
  #mount;
  #reports;
  /** @param reports passed to every write */
  constructor(vault, mount2, reports = {}) {
    this.#vault = vault;
    this.#mount = mount2;
    this.#reports = reports;
  }
  /**
   * The engine that serves the mount's path, which may be mounted at the beginning of it only; `null` when there is none
   * or the token may not see it: Vault answers 403 to both.
   */
  async engine() {
    const at = this.#sys("internal", "ui", "mounts");
    const data = await this.#vault.get(at, { absent: [403] });
    return data && readEngine(data, at);
  }
  async enable() {
    const tookEffect = async () => {
      const mounted = await this.engine();
      return mounted !== null && isKeymgmt(mounted) && isMountedAt(mounted, this.#mount.path);
    };
    await this.#vault.put(this.#sys("mounts"), { type: "keymgmt" }, { tookEffect, ...this.#reports });
  }
  keys() {
    return this.#vault.list(this.#at("key"));
  }
  /** `null`: the key does not exist. */
  async key(key2) {
    const at = this.#at("key", key2);
    const data = await this.#vault.get(at);
    return data && readKey(data, key2, at);
  }
  /** Creates a key. At creation Vault accepts only its type and the replica regions. */
  async createKey(key2, type, replica_regions) {
    const body2 = replica_regions.length === 0 ? { type } : { type, replica_regions };
    const tookEffect = async () => {
      const record3 = await this.key(key2);
      const regions2 = [...record3?.replica_regions ?? []].sort();
      return record3?.type === type && regions2.join() === [...replica_regions].sort().join();
    };
    await this.#vault.put(this.#at("key", key2), body2, { tookEffect, ...this.#reports });
  }
  async updateKey(key2, settings) {
    const tookEffect = async () => isSubset(settings, await this.key(key2));
    await this.#vault.put(this.#at("key", key2), settings, { tookEffect, ...this.#reports });
  }
  /** Adds a version to a key whose latest one is `from`. */
  async rotate(key2, from) {
    const tookEffect = async () => ((await this.key(key2))?.latest_version ?? from) > from;
    await this.#vault.put(this.#at("key", key2, "rotate"), {}, this.#slow(tookEffect));
  }
  /** The providers that hold the key: none or one. */
  providersOf(key2) {
    return this.#vault.list(this.#at("key", key2, "kms"));
  }
  providers() {
    return this.#vault.list(this.#at("kms"));
  }
  /** `null`: the provider does not exist. Vault never returns credentials. */
  async provider(kms) {
    const at = this.#at("kms", kms);
    const data = await this.#vault.get(at);
    return data && readProvider(data, at);
  }
  /** Registers a provider, or writes the credentials of one that exists. */
  async writeProvider(kms, settings) {
    const { provider: provider2, key_collection, credentials: credentials2 } = settings;
    const declared = Object.entries(credentials2 ?? {}).filter(([, value]) => value !== null);
    const body2 = { provider: provider2, key_collection };
    const tookEffect = async () => isSubset(body2, await this.provider(kms));
    await (credentials2 === null ? this.#vault.put(this.#at("kms", kms), body2, { tookEffect, ...this.#reports }) : this.#vault.put(
      this.#at("kms", kms),
      { ...body2, credentials: Object.fromEntries(declared) },
      this.#reports
    ));
  }
  async deleteProvider(kms) {
    const tookEffect = async () => await this.provider(kms) === null;
    await this.#vault.delete(this.#at("kms", kms), { tookEffect, ...this.#reports });
  }
  distributions(kms) {
    return this.#vault.list(this.#at("kms", kms, "key"));
  }
  /** `null`: the key is not on the provider. */
  async distribution(kms, key2) {
    const at = this.#at("kms", kms, "key", key2);
    const data = await this.#vault.get(at);
    return data && readDistribution(data, key2, at);
  }
  /** Copies a key into KMS. This may take minutes, and continues in Vault when the request times out. */
  async distribute(kms, key2, settings) {
    const tookEffect = async () => await this.distribution(kms, key2) !== null;
    await this.#vault.put(this.#at("kms", kms, "key", key2), settings, this.#slow(tookEffect));
  }
  /**
   * Copies a distributed multi-region key into its replica regions; Vault 2.0.0 and newer.
   *
   * @param tookEffect whether each version has its replicas, which Vault does not return
   */
  async replicate(kms, key2, tookEffect) {
    const write4 = { tookEffect, ...this.#reports };
    await this.#vault.put(this.#at("kms", kms, "key", key2, "replicate"), {}, write4);
  }
  /** Removes a key from KMS: AWS schedules the deletion of every version's KMS key, Vault keeps the key. */
  async removeDistribution(kms, key2) {
    const tookEffect = async () => await this.distribution(kms, key2) === null;
    await this.#vault.delete(this.#at("kms", kms, "key", key2), this.#slow(tookEffect));
  }
  #slow(tookEffect) {
    return { tookEffect, slow: true, ...this.#reports };
  }
  #at(...rest) {
    return { namespace: this.#mount.namespace, path: [...this.#mount.path.split("/"), ...rest] };
  }
  #sys(...rest) {
    return { namespace: this.#mount.namespace, path: ["sys", ...rest, ...this.#mount.path.split("/")] };
  }
};
function isSubset(values2, record3) {
  if (record3 === null) return false;
  const held = new Map(Object.entries(record3));
  return Object.entries(values2).every(([field2, value]) => held.get(field2) === value);
}

// src/apply/lanes.ts
init_id();

// src/apply/limiter.ts
function newLimiter({ first, max, by_rate }) {
  const window2 = Math.min(first, max);
  return {
    max,
    by_rate,
    window: window2,
    running: 0,
    round: window2,
    since: Number.NEGATIVE_INFINITY,
    fastest: null,
    reduced: Number.NEGATIVE_INFINITY,
    interval: null,
    held: null,
    next: Number.NEGATIVE_INFINITY,
    accepted: [],
    peak: 1,
    streak: 0,
    misses: 0,
    patience: 16,
    step: boldStep
  };
}
function waitToStart({ running, window: window2, round, since, next }, now) {
  if (running >= Math.floor(window2)) return Number.POSITIVE_INFINITY;
  return Math.max(0, (round === 0 ? since + longestRound : next) - now);
}
var longestRound = 1e3;
function start(limiter2, now) {
  if (limiter2.round === 0) return start(endDoubling(limiter2, now, limiter2.peak), now);
  const { round, running, window: window2 } = limiter2;
  return {
    ...reserve(limiter2, now).limiter,
    round: round === null ? null : round - 1,
    since: round === window2 ? now : limiter2.since,
    running: running + 1
  };
}
function endDoubling(limiter2, now, perSecond) {
  const ended = { ...limiter2, round: null };
  return limiter2.by_rate && limiter2.interval === null ? pace(ended, now, perSecond) : ended;
}
function reserve(limiter2, now) {
  const { interval: interval2, next } = limiter2;
  const at = Math.max(now, next);
  return { at, limiter: interval2 === null ? limiter2 : { ...limiter2, next: at + interval2 } };
}
function end(limiter2, now) {
  const running = limiter2.running - 1;
  const { round, window: window2, since } = limiter2;
  if (round !== 0 || running > 0) return { ...limiter2, running };
  if (now - since > longestRound)
    return endDoubling({ ...limiter2, running }, now, 1e3 * (window2 - 1) / (now - since));
  const wider = Math.min(limiter2.max, 2 * window2);
  return { ...limiter2, running, window: wider, round: wider };
}
function accept(limiter2, { sent, now }) {
  const took = now - sent;
  const fastest = Math.min(limiter2.fastest ?? took, took);
  const seen = { ...limiter2, fastest };
  const isSlow = took > 2 * fastest + slack;
  if (limiter2.interval !== null) return isSlow ? slower(seen, { sent, now }) : faster(seen);
  if (isSlow && !limiter2.by_rate) return narrow(seen, { sent, now }, 0.8);
  const accepted = [...limiter2.accepted.filter((time) => now - time < 1e3), now];
  const growth = limiter2.round === null ? 1 / limiter2.window : 0;
  return {
    ...seen,
    accepted,
    peak: Math.max(limiter2.peak, accepted.length),
    window: Math.min(limiter2.max, limiter2.window + growth)
  };
}
var slack = 200;
function overload(limiter2, answered) {
  return narrow(limiter2, answered, 0.5);
}
function narrow(limiter2, { sent, now }, factor) {
  if (sent <= limiter2.reduced) return limiter2;
  return { ...limiter2, window: Math.max(1, limiter2.window * factor), round: null, reduced: now };
}
var margin = 1.03;
var longestInterval = 5e3;
function throttle(limiter2, { sent, now }) {
  if (limiter2.interval !== null) return slower(limiter2, { sent, now });
  return pace({ ...limiter2, round: null, reduced: now }, now, limiter2.peak);
}
function pace(limiter2, now, perSecond) {
  const interval2 = margin * 1e3 / Math.max(1, perSecond);
  return { ...limiter2, interval: interval2, next: now + interval2 * (limiter2.running > 1 ? 1.5 : 1), streak: 0 };
}
function slower(limiter2, { sent, now }) {
  if (sent <= limiter2.reduced) return limiter2;
  const { held, misses, patience } = limiter2;
  const interval2 = limiter2.interval;
  const isTrial = held !== null && held > interval2;
  const longer = isTrial ? held : Math.min(longestInterval, interval2 * (missFactors[misses] ?? 1.4));
  return {
    ...limiter2,
    interval: longer,
    next: Math.max(limiter2.next, now + longer),
    reduced: now,
    streak: 0,
    ...isTrial ? { misses: 0, patience: 2 * patience, step: carefulStep } : { misses: misses + 1 }
  };
}
var missFactors = [1, 1.1, 1.2];
var boldStep = 0.9;
var carefulStep = 0.95;
function faster(limiter2) {
  const streak = limiter2.streak + 1;
  const { interval: interval2, patience, misses, step: step2 } = limiter2;
  if (streak < patience) return { ...limiter2, streak, misses: streak > 2 ? 0 : misses };
  return { ...limiter2, streak: 0, held: interval2, interval: interval2 * step2 };
}

// src/apply/lane.ts
var Lane = class {
  #settings;
  #clock;
  #log;
  /** Steps under way come before those that have not started. */
  #waiting = { underWay: /* @__PURE__ */ new Set(), new: /* @__PURE__ */ new Set() };
  #stops = /* @__PURE__ */ new WeakSet();
  #limiter;
  #waking = false;
  constructor(settings, { clock: clock2, log }) {
    this.#settings = settings;
    this.#clock = clock2;
    this.#log = log;
    this.#limiter = newLimiter(settings);
  }
  /** Waits until a step may start; `null` when the signal is aborted before. */
  async enter(signal) {
    if (signal.aborted) return null;
    if (!this.#stops.has(signal)) signal.addEventListener("abort", () => this.#sendHome(), { once: true });
    this.#stops.add(signal);
    return await this.#wait(this.#waiting.new) ? this.#turn() : null;
  }
  #wait(among) {
    return new Promise((resolve7) => {
      among.add(resolve7);
      this.#admit();
    });
  }
  /** Lets as many start as may. */
  #admit() {
    for (const waiting of [this.#waiting.underWay, this.#waiting.new]) {
      for (const begin of waiting) {
        const wait2 = waitToStart(this.#limiter, this.#now());
        if (wait2 > 0) {
          if (Number.isFinite(wait2)) this.#wakeAfter(wait2);
          return;
        }
        this.#limiter = start(this.#limiter, this.#now());
        waiting.delete(begin);
        begin(true);
      }
    }
  }
  /** Those that have not started will not. */
  #sendHome() {
    for (const begin of this.#waiting.new) begin(false);
    this.#waiting.new.clear();
  }
  #wakeAfter(ms) {
    if (this.#waking) return;
    this.#waking = true;
    this.#clock.sleep(ms).then(() => {
      this.#waking = false;
      this.#admit();
    });
  }
  #turn() {
    let holds = true;
    let sent = this.#now();
    const leave = () => {
      if (!holds) return;
      holds = false;
      this.#limiter = end(this.#limiter, this.#now());
      this.#admit();
    };
    return {
      ready: async () => {
        if (!holds) holds = await this.#wait(this.#waiting.underWay);
      },
      sent: () => {
        sent = this.#now();
      },
      accepted: () => {
        this.#limiter = accept(this.#limiter, { sent, now: this.#now() });
        leave();
      },
      failed: (error) => {
        const delay = this.#resisted(error, sent);
        this.#admit();
        return delay;
      },
      end: leave
    };
  }
  #resisted(error, sent) {
    const now = this.#now();
    const before = this.#limiter;
    if (this.#settings.by_rate && error.code === "aws_throttled") {
      const { limiter: limiter2, at } = reserve(throttle(before, { sent, now }), now);
      this.#limiter = limiter2;
      if (limiter2.interval !== before.interval)
        this.#say(`AWS throttles; one write every ${seconds(limiter2)} s`);
      return Math.max(at - now, error.retry_after ?? 0);
    }
    if (!isOverload(error)) return null;
    this.#limiter = overload(before, { sent, now });
    if (this.#limiter.window < before.window)
      this.#say(
        `${error.status ?? "Vault"}: continuing with ${Math.floor(this.#limiter.window)} write(s) at once`
      );
    return null;
  }
  #say(what) {
    this.#log.info(`${this.#settings.name}: ${what}`);
  }
  #now() {
    return this.#clock.now().getTime();
  }
};
function isOverload({ status, code: code2 }) {
  return status === 429 || status === 503 || code2 === "aws_throttled";
}
function seconds({ interval: interval2 }) {
  return ((interval2 ?? 0) / 1e3).toFixed(1);
}

// src/apply/lanes.ts
var kmsOps = /* @__PURE__ */ new Set([
  "distribute",
  "replicate",
  "rotate",
  "remove_distribution",
  "update_key"
]);
var firstToVault = 8;
var firstToKms = 3;
var Lanes = class {
  #lanes = /* @__PURE__ */ new Map();
  #max;
  #effects;
  /** @param max the most writes at one time, in each lane */
  constructor(max, effects2) {
    this.#max = max;
    this.#effects = effects2;
  }
  of(op, { mount: mount2, kms, declared }) {
    const provider2 = kms ?? declared?.kms ?? null;
    const by_rate = provider2 !== null && kmsOps.has(op);
    const name2 = by_rate ? providerId(mount2, provider2) : "Vault";
    const lane = this.#lanes.get(name2) ?? new Lane({ name: name2, first: by_rate ? firstToKms : firstToVault, max: this.#max, by_rate }, this.#effects);
    this.#lanes.set(name2, lane);
    return lane;
  }
};

// src/apply/progress.ts
var interval = 1e3;
function firstIds(steps, most5) {
  const ids = [];
  for (const { id } of steps) if (ids.push(id) === most5) break;
  return ids;
}
var memory = 10;
function timeLeft(from, to2, total) {
  const done = to2.done - from.done;
  if (done < 3 || to2.done === total) return "";
  return `, about ${Math.ceil((to2.seconds - from.seconds) / done * (total - to2.done))} s to go`;
}
function reportProgress(clock2, log) {
  const started = clock2.now().getTime();
  const ended = new AbortController();
  const recent = [];
  let latest = null;
  const report = () => {
    if (latest === null) return;
    const { done, running, total } = latest;
    const seconds2 = (clock2.now().getTime() - started) / 1e3;
    const names2 = firstIds(running, 3);
    const more3 = running.size > names2.length ? ` and ${running.size - names2.length} more` : "";
    const left = total - done - running.size;
    recent.push({ seconds: seconds2, done });
    while (recent.length > 2 && seconds2 - recent[0].seconds > memory) recent.shift();
    const time = `${Math.round(seconds2)} s${timeLeft(recent[0], { seconds: seconds2, done }, total)}`;
    const line2 = `${done} done, ${running.size} running (${names2.join(", ")}${more3}), ${left} left, ${time}`;
    log.progress({ done, total, line: line2 });
  };
  const tick = async () => {
    for (; ; ) {
      await clock2.sleep(interval, ended.signal);
      report();
    }
  };
  tick().catch(() => {
  });
  return {
    changed: (progress) => {
      latest = progress;
      report();
    },
    stop: () => ended.abort()
  };
}

// src/apply/schedule.ts
var Scheduled = class {
  step;
  dependents = [];
  #met = new Gate();
  #written = new Gate();
  constructor(step2) {
    this.step = step2;
  }
  get met() {
    return this.#met.opened;
  }
  get written() {
    return this.#written.opened;
  }
  /** What it wants is there: dependent steps may start. */
  meet() {
    this.#met.open();
  }
  wrote() {
    this.#written.open();
  }
  /** It has ended or does not start: nobody waits for it any longer. */
  end() {
    this.#met.open();
    this.#written.open();
  }
};
var Gate = class {
  opened;
  open;
  constructor() {
    this.opened = new Promise((resolve7) => {
      this.open = resolve7;
    });
  }
};
async function schedule(steps, execute, { enter, signal, onProgress }) {
  const running = /* @__PURE__ */ new Set();
  const done = /* @__PURE__ */ new Set();
  const failed5 = [];
  const report = () => onProgress({ running, done: done.size, total: steps.length });
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const run = async (scheduled) => {
    const { step: step2, dependents } = scheduled;
    let turn = null;
    try {
      turn = await enter(step2, stopping.signal);
      if (turn === null || stopping.signal.aborted) return;
      running.add(step2);
      report();
      await execute(step2, {
        turn: notingWrites(turn, scheduled),
        async letDependentsWrite() {
          scheduled.meet();
          await Promise.all(dependents.map(({ written }) => written));
        }
      });
      done.add(step2);
    } catch (error) {
      failed5.push({ step: step2, error });
      stop();
    } finally {
      turn?.end();
      if (running.delete(step2)) report();
    }
  };
  const earlier = /* @__PURE__ */ new Map();
  await Promise.all(
    steps.map(async (step2) => {
      const scheduled = new Scheduled(step2);
      const needs2 = step2.depends_on.flatMap((id) => earlier.get(id) ?? []);
      for (const need2 of needs2) need2.dependents.push(scheduled);
      const same = earlier.get(step2.id);
      if (same === void 0) earlier.set(step2.id, [scheduled]);
      else same.push(scheduled);
      await Promise.all(needs2.map(({ met }) => met));
      await run(scheduled);
      scheduled.end();
    })
  );
  signal.removeEventListener("abort", stop);
  const ended = /* @__PURE__ */ new Set([...done, ...failed5.map(({ step: step2 }) => step2)]);
  return { done: [...done], failed: failed5, left: steps.filter((step2) => !ended.has(step2)) };
}
function notingWrites(turn, scheduled) {
  return {
    ...turn,
    accepted() {
      turn.accepted();
      scheduled.wrote();
    }
  };
}

// src/apply/step-handlers.ts
init_errors();
init_id();
var arrivalPause = 1e3;
var distributionReads = 5;
var rejectionCodes = {
  enable_mount: "mount_rejected",
  create_key: "key_rejected",
  update_key: "key_rejected",
  register_provider: "provider_rejected",
  refresh_credentials: "provider_rejected",
  distribute: "distribution_rejected",
  replicate: "replication_rejected",
  rotate: "rotation_rejected",
  remove_distribution: "removal_rejected",
  delete_provider: "deletion_rejected"
};
var stepHandlers = {
  enable_mount: ({ engine }) => engine.enable(),
  async register_provider({ target, engine }) {
    const { name: name2, provider: provider2, key_collection, credentials: credentials2 } = target.provider;
    const settings = { provider: provider2, key_collection, credentials: credentials2 };
    await engine.writeProvider(name2, settings).catch(async (error) => {
      if (!isRejection(error)) throw error;
      const existing = await engine.provider(name2);
      if (existing?.provider !== provider2 || existing.key_collection !== key_collection) throw error;
      await engine.writeProvider(name2, settings);
    });
  },
  async refresh_credentials({ target, engine }) {
    const { name: name2, provider: provider2, key_collection, credentials: credentials2 } = target.provider;
    await engine.writeProvider(name2, { provider: provider2, key_collection, credentials: credentials2 });
  },
  delete_provider: ({ engine, target }) => engine.deleteProvider(target.kms),
  async create_key(work) {
    const { name: name2, type, replica_regions } = work.target.declared;
    await work.engine.createKey(name2, type, replica_regions);
    const fresh = { name: name2, type, deletion_allowed: false, latest_version: 1, min_enabled_version: 1 };
    work.state.keys.set(work.step.id, { ...fresh, replica_regions, versions: {} });
    if (settingsOf(work.step) === null) return;
    await work.letDependentsWrite();
    await updateKey(work);
  },
  update_key: updateKey,
  distribute,
  replicate: ({ step: step2, target, engine, state, hasReplicas: hasReplicas2 }) => engine.replicate(target.kms, target.key, async () => {
    const record3 = state.distributions.get(step2.id);
    return record3 !== void 0 && hasReplicas2(target, record3);
  }),
  rotate,
  async remove_distribution({ step: step2, target, engine, state }) {
    await engine.removeDistribution(target.kms, target.key);
    forget(state, step2.id);
  }
};
function forget({ distributions: distributions2, distributed: distributed2 }, id) {
  distributions2.delete(id);
  distributed2.delete(id);
}
async function distribute(work) {
  const { step: step2, target, engine, state, signal } = work;
  const { name: name2, purpose, protection } = target.declared;
  await engine.distribute(target.kms, name2, { purpose, protection });
  await unlessAborted(signal, async () => {
    const record3 = await readDistribution2(work, target.kms, name2);
    if (record3 === null) throw notReadBack(step2.id, "Vault has no distribution of the key");
    if (record3.purpose.join() !== purpose.join() || record3.protection !== protection) {
      const found2 = `purpose ${record3.purpose.join(", ")} and protection ${record3.protection}`;
      throw notReadBack(step2.id, `Vault has a distribution with ${found2}`);
    }
    state.distributions.set(step2.id, record3);
    state.distributed.add(step2.id);
  });
}
async function readDistribution2(work, kms, name2) {
  for (let reads = 1; ; reads++) {
    const record3 = await work.engine.distribution(kms, name2);
    if (record3 !== null || reads === distributionReads) return record3;
    await awaitArrival(work, reads, `${work.step.id} was`);
  }
}
async function awaitArrival({ clock: clock2, log, signal }, reads, what) {
  if (reads === 1) {
    log.warning(
      `Vault answered before ${what} in KMS, so its answer does not show whether AWS accepts it. Run verify.`
    );
  }
  await clock2.sleep(arrivalPause, signal);
}
async function rotate(work) {
  const { step: step2, target, engine, state, signal } = work;
  const from = Number(step2.changes.find(({ field: field2 }) => field2 === "latest_version")?.from);
  const { name: name2, kms } = target.declared;
  assertNotRotated(step2.id, from, await engine.key(name2));
  await engine.rotate(name2, from);
  await unlessAborted(signal, async () => {
    const key2 = await engine.key(name2);
    if (key2 === null || key2.latest_version <= from) {
      throw notReadBack(step2.id, key2 === null ? "the key is gone" : `the latest version is still ${from}`);
    }
    state.keys.set(step2.id, key2);
    if (kms === null) return;
    const id = distributionId(target.mount, kms, name2);
    if (!state.distributed.has(id)) return;
    for (let reads = 1; ; reads++) {
      const record3 = await engine.distribution(kms, name2);
      if (record3 === null) {
        forget(state, id);
        throw notReadBack(step2.id, `${id} is gone`);
      }
      state.distributions.set(id, record3);
      if (String(key2.latest_version) in record3.versions) return;
      await awaitArrival(work, reads, `version ${key2.latest_version} of ${id} was`);
    }
  });
}
function assertNotRotated(id, from, key2) {
  if (key2 === null || key2.latest_version === from) return;
  throw new RunError(
    "rotated_meanwhile",
    `${id}: the plan rotates version ${from}, and the latest version is ${key2.latest_version} by now: another run rotated the key. This run did not.`,
    "Let one run write at a time (a `concurrency` group, as in docs/workflows/rotate.yaml), and name the version in rotate_keys, as in payments-db@2."
  );
}
async function unlessAborted(signal, readBack) {
  await readBack().catch((error) => {
    if (!signal.aborted) throw error;
  });
}
function notReadBack(id, found2) {
  return new RunError(
    "not_read_back",
    `${id}: Vault accepted the write, and reading it back shows otherwise: ${found2}.`,
    "Check Vault's audit log for another client that changes this key, then run again."
  );
}
function isRejection(error) {
  return error instanceof VaultError && error.code === "request_rejected";
}
async function updateKey({ step: step2, target, engine, state }) {
  const settings = settingsOf(step2);
  if (settings === null) return;
  await engine.updateKey(target.key, settings);
  const before = state.keys.get(step2.id);
  if (before !== void 0) state.keys.set(step2.id, { ...before, ...settings });
}
function settingsOf({ changes }) {
  const settings = changes.filter(({ field: field2 }) => isSetting(field2)).map(({ field: field2, to: to2 }) => [field2, to2]);
  return settings.length === 0 ? null : Object.fromEntries(settings);
}
function isSetting(field2) {
  return field2 === "deletion_allowed" || field2 === "min_enabled_version";
}

// src/apply/apply.ts
async function apply(vault, plan, desired, live, { max_concurrency, clock: clock2, log, signal, hasReplicas: hasReplicas2 }) {
  const state = vaultStateFrom(live);
  const lanes = new Lanes(max_concurrency, { clock: clock2, log });
  const targetIn = (step2) => {
    const target = targetOf(desired, step2.id);
    if (target === null) throw new Error(`${step2.id} is in none of the declared mounts`);
    return target;
  };
  const progress = reportProgress(clock2, log);
  const result = await schedule(
    plan.steps,
    async (step2, { turn, letDependentsWrite }) => {
      const target = targetIn(step2);
      const started = clock2.now().getTime();
      let repeated = false;
      const onResend = ({ verdict }) => {
        repeated ||= verdict === "uncertain";
      };
      const engine = new Keymgmt(vault, target.mount, { pace: turn, onResend });
      const work = { step: step2, target, engine, state, clock: clock2, log, signal, hasReplicas: hasReplicas2, letDependentsWrite };
      await stepHandlers[step2.op](work).catch((error) => {
        throw nameRejection(error, step2.op);
      });
      log.info(
        `${doneWords[step2.op]} ${step2.id} (${((clock2.now().getTime() - started) / 1e3).toFixed(1)} s)`
      );
      const region2 = repeated ? regionOfKmsKeys(step2.op, target, state) : null;
      if (region2 !== null) log.warning(leftBehind(step2, region2, new Date(started)));
    },
    {
      enter: (step2, stopped) => lanes.of(step2.op, targetIn(step2)).enter(stopped),
      signal,
      onProgress: progress.changed
    }
  );
  progress.stop();
  return { ...result, state };
}
function regionOfKmsKeys(op, { mount: mount2, declared }, state) {
  if (declared === null || declared.kms === null) return null;
  const { name: name2, kms } = declared;
  const isDistributed = state.distributed.has(distributionId(mount2, kms, name2));
  const makesKeys = op === "distribute" || op === "rotate" && isDistributed;
  return makesKeys ? mount2.kms.find((provider2) => provider2.name === kms).key_collection : null;
}
function leftBehind({ op, id }, region2, since) {
  return `${op} ${id} was sent more than once, so an attempt that failed may have left a KMS key without an alias in ${region2}, created after ${since.toISOString()}. Run verify, which lists such keys (orphan_key), or compare aws kms list-keys with the distribution's versions.`;
}
function nameRejection(error, op) {
  const isRejection2 = error instanceof VaultError && error.code === "request_rejected";
  return isRejection2 ? error.named(rejectionCodes[op]) : error;
}
var doneWords = {
  enable_mount: "enabled",
  create_key: "created",
  update_key: "updated",
  register_provider: "registered",
  refresh_credentials: "refreshed the credentials of",
  distribute: "distributed",
  replicate: "replicated",
  rotate: "rotated",
  remove_distribution: "removed from KMS:",
  delete_provider: "deleted"
};

// src/action/commands/apply-command.ts
init_errors();
init_id();

// src/observe/read-capabilities.ts
var pathsPerRequest = 1e3;
async function readCapabilities(vault, paths) {
  const batches = Array.from(
    { length: Math.ceil(paths.length / pathsPerRequest) },
    (_, index) => paths.slice(index * pathsPerRequest, (index + 1) * pathsPerRequest)
  );
  const answers = await Promise.all(batches.map((batch) => readBatch(vault, batch)));
  return new Map(answers.flat());
}
async function readBatch(vault, paths) {
  const at = { namespace: "", path: ["sys", "capabilities-self"] };
  const answer = await vault.put(at, { paths }).catch((error) => {
    if (error instanceof VaultError && error.code === "token_invalid") return null;
    throw error;
  });
  return paths.flatMap((path) => {
    const held = answer?.[path];
    return Array.isArray(held) ? [[path, held.map(String)]] : [];
  });
}

// src/plan/guard.ts
init_errors();
init_problem();
function guardError(plan, { confirm, expected_plan_digest }) {
  const blocked = blockedError(plan);
  if (blocked !== null) return blocked;
  if (expected_plan_digest !== "" && expected_plan_digest !== plan.digest) {
    return new RunError(
      "plan_changed",
      `The digest of the plan is ${plan.digest}, but ${expected_plan_digest} is expected: Vault or the declaration has changed, or that is the digest of another plan. Nothing was written.`,
      "Review the plan above, approve it, and pass its digest in expected_plan_digest."
    );
  }
  const lost2 = plan.notices.filter(({ code: code2, id }) => code2 === "key_lost" && !confirm.includes(id));
  if (lost2.length > 0) return keysLost(lost2.map(({ id }) => id));
  const missing2 = stepsToConfirm(plan, confirm).map((step2) => step2.id);
  if (missing2.length === 0) return null;
  return new RunError(
    "not_confirmed",
    `The plan removes ${missing2.join(", ")}, and confirm ${confirm.length === 0 ? "is empty" : `lists only ${confirm.join(", ")}`}. Nothing was written.`,
    "List these ids in confirm, one per line. The id of a provider covers the keys that the plan removes from it. After the waiting period, everything encrypted under their KMS keys is lost, although the keys stay in Vault; the alias of a new distribution is another one."
  );
}
function keysLost(ids) {
  return new RunError(
    "keys_lost",
    `KMS still has aliases of ${ids.join(", ")}, which Vault no longer has: the mount may have been replaced, or Vault restored without these keys. Nothing was written.`,
    "Restore Vault, or declare other names. To create keys with new key material under these names, list their ids in confirm, one per line."
  );
}
function blockedError({ refusals }) {
  if (refusals.length === 0) return null;
  return new RunError("plan_refused", refusals.map(withRemedy).join("\n"), "Nothing was written.");
}
function stepsToConfirm(plan, confirmed) {
  const ids = new Set(confirmed);
  return plan.steps.filter(
    ({ op, id }) => op === "remove_distribution" && !ids.has(id) && !ids.has(providerOf(id)) || op === "delete_provider" && !ids.has(id)
  );
}
function providerOf(distribution) {
  return distribution.split("/").slice(0, -2).join("/");
}

// src/plan/step-permissions.ts
init_id();

// src/plan/blockers.ts
init_id();
init_plan();
function blocker(code2, id, message, remedy2) {
  return { code: code2, id, field: null, from: null, to: null, message, remedy: remedy2 };
}
function immutable2(id, field2, from, to2, remedy2) {
  if (JSON.stringify(from) === JSON.stringify(to2)) return [];
  const message = `${id}: ${field2} is ${showValue(from)} in Vault and ${showValue(to2)} is declared, and Vault cannot change it.`;
  return [{ code: "immutable_field", id, field: field2, from, to: to2, message, remedy: remedy2 }];
}
function providerInUse(id, staying, remedy2) {
  const message = `${id} still holds ${staying.join(", ")}: Vault deletes only a provider without keys.`;
  return { code: "provider_in_use", id, field: null, from: staying, to: null, message, remedy: remedy2 };
}
function mountMissing(mount2, edition = null) {
  const id = mountId(mount2);
  if (edition !== null) {
    return blocker(
      "enterprise_required",
      id,
      `${id}: this Vault is ${edition}, which has no keymgmt engine.`,
      "Use Vault Enterprise with the Advanced Data Protection module, or HCP Vault. For tests, `npm run emulator` has the engine."
    );
  }
  return blocker(
    "mount_missing",
    id,
    `${id}: no keymgmt engine is mounted there, or the token may not see it.`,
    "Check path and namespace, or set create_mount: true to enable the engine there."
  );
}
function versionNotThere(id, field2, { latest, wanted: wanted2 }, remedy2) {
  const message = `${id}: ${field2} is ${wanted2}, but the latest version is ${latest}.`;
  return { code: "version_not_there", id, field: field2, from: latest, to: wanted2, message, remedy: remedy2 };
}

// src/plan/digest.ts
var import_node_crypto = require("node:crypto");
function sealPlan({ steps, refusals, undeclared: undeclared3, notices }) {
  const binding = {
    steps: steps.map(({ op, id, changes, disruptive, depends_on }) => ({
      op,
      id,
      changes,
      disruptive,
      depends_on
    })),
    refusals: refusals.map(({ code: code2, id, field: field2, from, to: to2 }) => ({ code: code2, id, field: field2, from, to: to2 }))
  };
  const planned = new Set(steps.map(({ id }) => id));
  return {
    schema_version: 1,
    digest: (0, import_node_crypto.createHash)("sha256").update(JSON.stringify(binding)).digest("hex"),
    in_sync: refusals.length === 0 && steps.every((step2) => step2.op === "refresh_credentials"),
    steps,
    refusals,
    undeclared: undeclared3.filter((id) => !planned.has(id)).sort(),
    notices
  };
}

// src/plan/step-permissions.ts
var write = ["create", "update"];
var remove = ["delete"];
var needs = {
  enable_mount: (id, desired) => [{ path: mountEndpoint(id, desired), anyOf: write }],
  create_key: (id) => [{ path: id, anyOf: write }],
  update_key: (id) => [{ path: id, anyOf: write }],
  register_provider: (id) => [{ path: id, anyOf: write }],
  refresh_credentials: (id) => [{ path: id, anyOf: write }],
  distribute: (id) => [
    { path: id, anyOf: write },
    { path: id, anyOf: ["read"] }
  ],
  replicate: (id) => [{ path: `${id}/replicate`, anyOf: write }],
  rotate: (id) => [{ path: `${id}/rotate`, anyOf: write }],
  remove_distribution: (id) => [{ path: id, anyOf: remove }],
  delete_provider: (id) => [{ path: id, anyOf: remove }]
};
function pathsToCheck({ steps }, desired) {
  return [...new Set(steps.flatMap(({ op, id }) => needs[op](id, desired).map(({ path }) => path)))];
}
function blockDeniedSteps(plan, desired, capabilities) {
  const denied4 = plan.steps.flatMap((step2) => deniedBy(step2, desired, capabilities));
  return denied4.length === 0 ? plan : sealPlan({ ...plan, refusals: [...plan.refusals, ...denied4] });
}
function deniedBy({ op, id }, desired, capabilities) {
  const missing2 = needs[op](id, desired).filter(({ path, anyOf }) => {
    const held = capabilities.get(path);
    return held !== void 0 && !held.includes("root") && !anyOf.some((one) => held.includes(one));
  });
  return missing2.map(
    ({ path, anyOf }) => blocker(
      "permission_denied",
      id,
      `${op} ${id}: the token lacks ${anyOf.map((one) => `"${one}"`).join(" or ")} on ${path}.`,
      "Attach a policy that allows it: the policy command prints the least-privilege policy of each command."
    )
  );
}
function mountEndpoint(id, desired) {
  const { namespace, path } = targetOf(desired, id).mount;
  return mountId({ namespace, path: `sys/mounts/${path}` });
}

// src/plan/token-limits.ts
init_errors();
var requests = {
  enable_mount: 1,
  create_key: 1,
  update_key: 1,
  register_provider: 1,
  refresh_credentials: 1,
  distribute: 2,
  replicate: 1,
  rotate: 4,
  remove_distribution: 1,
  delete_provider: 1
};
function tooFewUses({ steps }, { uses_left }) {
  const needed = steps.reduce((sum, { op }) => sum + requests[op], 0);
  if (uses_left === null || uses_left >= needed) return null;
  return new RunError(
    "token_uses",
    `The token can be used ${uses_left} more times, and the plan needs at least ${needed} requests. Nothing was written.`,
    "Set the role's token_num_uses to 0 (no limit), or raise it."
  );
}
function tooShortLife({ steps }, { ends: ends2 }, now) {
  const copies = steps.filter(
    ({ op }) => op === "distribute" || op === "rotate" || op === "replicate"
  ).length;
  if (ends2 === null || ends2.getTime() - now.getTime() >= copies * 1e3) return null;
  return `The token ends at ${ends2.toISOString()} and cannot be renewed, and the plan copies ${copies} keys into KMS, at about one per second: raise the role's token_ttl, or declare fewer keys per run.`;
}

// src/action/commands/apply-command.ts
init_plan_wording();

// src/action/log-failure.ts
init_errors();
init_problem();

// src/render/key-source.ts
function keySource({ providers, sources: sources2 }, kms, key2) {
  const ids = providers.filter((provider2) => provider2.kms === kms).map(({ id: id2 }) => `${id2}/key/${key2}`);
  const id = ids.find((candidate) => sources2[candidate] !== void 0);
  return id === void 0 ? { id: `${kms}/key/${key2}`, source: null } : { id, source: sources2[id] };
}

// src/action/log-failure.ts
function describe(error) {
  if (error instanceof RunError) return { code: error.code, message: withRemedy(error) };
  return { code: "unexpected", message: error instanceof Error ? error.message : String(error) };
}
var mostLines = 100;
function logFailure(log, error, report) {
  const lines = failureLines(error, report);
  for (const { line: line2, source } of lines.slice(0, mostLines)) log.error(line2, source);
  const rest = lines.length - mostLines;
  if (rest > 0) {
    const where = error instanceof InvalidInput ? "" : ": the report file (output report_path) has them";
    log.error(`… and ${rest} more errors${where}.`);
  }
  if (error instanceof Error && !(error instanceof RunError)) log.debug(error.stack ?? "");
}
function failureLines(error, report) {
  if (error instanceof InvalidInput) {
    return error.problems.map((problem3) => ({ line: showProblem(problem3), source: problem3.source }));
  }
  const { code: code2, message } = describe(error);
  if (code2 === "plan_refused") {
    return (report.plan?.refusals ?? []).map((blocker2) => ({
      line: withRemedy(blocker2),
      source: report.sources[blocker2.id]
    }));
  }
  const failedKeys = code2 === "not_compliant" ? failedKeyLines(report) : [];
  if (failedKeys.length > 0) return failedKeys;
  const failedSteps = report.applied?.failed ?? [];
  if (failedSteps.length > 0 && error instanceof RunError) {
    return failedSteps.map(({ op, id, error: words }, index) => {
      const line2 = `${op} ${id}: ${words}`;
      const isLast = index === failedSteps.length - 1;
      return { line: isLast ? `${line2} ${error.remedy}` : line2, source: report.sources[id] };
    });
  }
  return [{ line: message }];
}
function failedKeyLines(report) {
  const { findings: findings2 = [], keys: keys2 = [], permissions: permissions2 = [] } = report.verification ?? {};
  return [
    ...findings2.filter(failed).map((finding2) => ({ line: lineOf(finding2) })),
    ...keys2.flatMap(({ name: name2, kms, findings: findings3, versions: versions2 }) => {
      const source = keySource(report, kms, name2).source ?? void 0;
      return [...findings3, ...versions2.flatMap((version3) => version3.findings)].filter(failed).map((finding2) => ({ line: lineOf(finding2), source }));
    }),
    ...permissions2.filter(({ decision }) => decision === "denied").map(({ action, evidence, layer }) => ({
      line: `${action} is denied by ${layer ?? "an unknown layer"} (${evidence}). Grant it to Vault’s principal.`
    }))
  ];
}
function failed({ status }) {
  return status === "fail";
}
function lineOf({ message, remediation }) {
  return withRemedy({ message, remedy: remediation });
}

// src/action/verification/verify-distributions.ts
init_errors();
init_report_findings();
init_plan_wording();

// src/render/report-text.ts
init_report();

// src/render/changes-text.ts
init_plan_wording();
function changesHeadline(changes) {
  const { since, unchanged, material_replaced, keys_added, keys_gone } = changes;
  const { permissions_gained, permissions_lost } = changes;
  const parts = [
    `${changes.new.length} new`,
    `${changes.fixed.length} fixed`,
    `${unchanged} unchanged`,
    ...some(material_replaced.length, "key material", "replaced"),
    ...some(keys_added.length, "key", "added"),
    ...some(keys_gone.length, "key", "gone"),
    ...some(permissions_gained.length, "permission", "gained"),
    ...some(permissions_lost.length, "permission", "lost")
  ];
  return `Since ${since}: ${parts.join(", ")}.`;
}
function some(number2, what, happened) {
  return number2 === 0 ? [] : [`${count(number2, what)} ${happened}`];
}
function changeLines(changes) {
  return [
    ...changes.new.map(({ id, message }) => `new: ${id}: ${message}`),
    ...changes.fixed.map(({ id }) => `fixed: ${id}`),
    ...changes.material_replaced.map(
      ({ id, version: version3, key_id }) => `key material replaced: version ${version3} of ${id}, KMS key ${key_id}`
    ),
    ...changes.keys_added.map((id) => `key added: ${id}`),
    ...changes.keys_gone.map((id) => `key gone: ${id}`),
    ...changes.permissions_gained.map((row4) => `permission gained: ${permission(row4)}`),
    ...changes.permissions_lost.map((row4) => `permission lost: ${permission(row4)}`)
  ];
}
function permission({ action, principal_arn, region: region2 }) {
  return `${action} in ${region2} for ${principal_arn ?? "no principal"}`;
}
function acceptedText({ id, reason, owner, expires }) {
  return `${id} is accepted by ${owner} until ${expires}: ${reason}`;
}
function acceptedCount({ accepted = [] }) {
  return accepted.length === 0 ? "" : `; ${accepted.length} accepted`;
}

// src/render/inventory-text.ts
init_plan_wording();
var sources = {
  imported: "imported by someone else",
  kms: "made by KMS",
  custom_key_store: "in a custom key store"
};
function inventoryHeadline(inventory2) {
  const { region: region2, account_id, total, vault, unread: unread2 } = inventory2;
  const where = account_id === null ? region2 : `${region2}, account ${account_id}`;
  const others = ["imported", "kms", "custom_key_store"].filter((source) => inventory2[source] > 0).map((source) => `; ${inventory2[source]} ${sources[source]}`);
  const share4 = total === 0 ? "" : ` (${Math.floor(vault / total * 100)} %)`;
  const open4 = unread2 === 0 ? "" : `; ${unread2} not read`;
  return `${where}: ${vault} of ${count(total, "customer managed KMS key")}${share4} ${total === 1 ? "is" : "are"} in Vault’s record${others.join("")}${open4}.`;
}
function sourceText({ source }) {
  return sources[source];
}

// src/render/report-text.ts
init_permission_groups();
init_plan_wording();
function reportText(report) {
  const keys2 = [...report.keys].sort(bySeverity);
  return [
    ...report.findings.flatMap((finding2) => findingText("", finding2)),
    ...keys2.flatMap(keyText),
    ...permissionText(report),
    ...report.orphans.map(
      ({ alias, key_id }) => `Note: ${alias ?? `the key ${key_id}`} is in KMS and belongs to no checked distribution.`
    ),
    ...report.notices.map(({ message }) => `Note: ${message}`),
    ...(report.inventory ?? []).map((one) => `Inventory: ${inventoryHeadline(one)}`),
    ...(report.accepted ?? []).map((one) => `Accepted: ${acceptedText(one)}`),
    ...changesText(report),
    reportHeadline(report)
  ];
}
function changesText({ changes }) {
  return changes === void 0 ? [] : [...changeLines(changes), changesHeadline(changes)];
}
function reportHeadline(report) {
  const { status, complete: complete2, summary, account_id, region: region2 } = report;
  const { allowed: allowed2, denied: denied4, indeterminate: indeterminate2 } = summary.permissions;
  const permissions2 = allowed2 + denied4 + indeterminate2 === 0 ? "" : `; permissions: ${allowed2} allowed, ${denied4} denied, ${indeterminate2} inconclusive`;
  const where = account_id === null ? region2 : `${region2}, account ${account_id}`;
  const cut = complete2 ? "" : " (incomplete)";
  const keys2 = `${count(summary.keys, "key")} in ${where}: ${statusCounts(summary.key_status)}`;
  const versions2 = `${count(summary.versions, "version")}: ${statusCounts(summary)}`;
  return `${status.toUpperCase()}${cut}: ${keys2}; ${versions2}${permissions2}${acceptedCount(report)}.`;
}
function statusCounts({ passed: passed3, failed: failed5, indeterminate: indeterminate2 }) {
  return `${passed3} match, ${failed5} mismatch, ${indeterminate2} inconclusive`;
}
function keyText(key2) {
  return [
    `${marks[key2.status]} ${key2.name} on ${key2.kms}${key2.alias === "" ? "" : `, ${key2.alias}`}`,
    ...key2.findings.flatMap((finding2) => findingText("    ", finding2)),
    ...key2.versions.flatMap(versionText)
  ];
}
function versionText({ version: version3, key_id, key_state, status, findings: findings2 }) {
  return [
    `    ${marks[status]} version ${version3}: ${key_id}, ${key_state ?? "state unknown"}`,
    ...findings2.flatMap((finding2) => findingText("        ", finding2))
  ];
}
function findingText(indent, { check: check2, status, message, remediation }) {
  const [first = "", ...rest] = remediation.split("\n");
  return [
    `${indent}${marks[status]} ${check2}: ${message}`,
    `${indent}  → ${first}`,
    ...rest.map((line2) => `${indent}    ${line2}`)
  ];
}
function permissionText({ permissions: permissions2, limits: limits3 }) {
  return [
    ...limits3.map(({ message }) => `Note: ${message}`),
    ...groupPermissions(permissions2).flatMap(({ decision, actions: actions2, where, layer, message, remedies: remedies3 }) => [
      `${decision === "denied" ? "✗" : "?"} ${actions2.join(", ")}: ${decision}${layer === null ? "" : ` (${layer})`} for ${where.join(", ")}. ${message}`,
      ...remedies3.map((remedy2) => `    → ${remedy2}`)
    ])
  ];
}
var marks = { pass: "✓", fail: "✗", indeterminate: "?" };

// src/action/verification/from-lambda.ts
init_p_limit();
init_unchecked();
init_verify_request();

// src/action/verification/audited-principal-arn.ts
async function auditedPrincipalArn({ settings, credentials: credentials2, region: region2 }, effects2) {
  if (settings.principal_arn !== null || credentials2 === null) return settings.principal_arn;
  const { verifyCredentials: verifyCredentials2 } = await Promise.resolve().then(() => (init_verify_credentials(), verify_credentials_exports));
  const { arn: arn2 } = await verifyCredentials2(
    { credentials: credentials2, region: region2, allowed_account_ids: [], sets: [] },
    effects2
  );
  return arn2;
}

// src/action/verification/from-lambda.ts
var concurrency2 = 8;
async function verifyFromLambda(lambda, targets, { depth, permissions: permissions2 }, { env, clock: clock2, signal }) {
  const { openLambda: openLambda2, verifyThroughLambda: verifyThroughLambda2 } = await Promise.resolve().then(() => (init_verify_through_lambda(), verify_through_lambda_exports));
  const run_id = env["GITHUB_RUN_ID"] || null;
  const { clients, shared } = openLambda2({ env, run_id, signal }, clock2);
  const requestFor = async (target) => {
    const { settings, expectations, region: region2 } = target;
    const { sets, actions: actions2 } = defaultPermissions(expectations);
    const principal_arn = await auditedPrincipalArn(target, { env, run_id, shared, clock: clock2 });
    return {
      region: region2,
      ...verifierIdentityOf(target),
      ...principal_arn === null ? {} : { principal_arn },
      ...settings.account_id === null ? {} : { account_id: settings.account_id },
      depth,
      permissions: { sets: permissions2 ?? sets, actions: actions2 },
      ...run_id === null ? {} : { run_id }
    };
  };
  const limit6 = pLimit(concurrency2);
  const reports = await Promise.all(
    targets.map(
      (target) => limit6(async () => {
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
async function verifyFromRunner(targets, { depth, permissions: permissions2 }, { env, clock: clock2, deadline, signal }) {
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
  for (const { text: text4, remediation } of reasons)
    groups2.set(remediation, [...groups2.get(remediation) ?? [], text4]);
  return [...groups2.values()].slice(0, shown2).map(([first = "", ...others]) => {
    const more3 = others.length === 0 ? "" : ` (The same holds for ${others.length} more.)`;
    return `Verification is inconclusive: ${first}${more3}`;
  });
}

// src/action/verification/lambda-target.ts
init_errors();
init_problem();
function lambdaTarget({ verify_with, lambda_function, lambda_region }, env) {
  if (verify_with !== "lambda") return null;
  const inArn = lambda_function.startsWith("arn:") ? lambda_function.split(":")[3] : void 0;
  const region2 = lambda_region || inArn || env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || "";
  if (lambda_function === "")
    throw missing(
      "lambda_function",
      "is missing, and verify_with: lambda needs it.",
      "Give the name or ARN of the deployed verifier."
    );
  if (region2 === "")
    throw missing(
      "lambda_region",
      `is missing, and ${lambda_function} is not an ARN with a region.`,
      "Give the region, or the ARN of the function."
    );
  return { name: lambda_function, region: region2 };
}
function missing(input, message, remedy2) {
  return new InvalidInput([{ code: "missing_input", at: "", source: inputLocation(input), message, remedy: remedy2 }]);
}

// src/action/verification/verification-targets.ts
init_duration();
init_id();

// src/verify/baseline-material.ts
init_id();
init_report_findings();
function withMaterialOf(expectations, baseline) {
  if (baseline === null) return expectations;
  const before = new Map(baseline.keys.map((key2) => [keyReportId(key2), key2]));
  return expectations.map((expectation) => {
    const { namespace = "", path = "keymgmt", kms, name: name2, versions: versions2, key_material_ids } = expectation;
    const found2 = before.get(distributionId({ namespace, path }, kms, name2))?.versions ?? [];
    const known3 = found2.flatMap(
      ({ version: version3, key_id, key_material_id }) => key_material_id !== null && versions2[version3] === key_id ? [[version3, key_material_id]] : []
    );
    return known3.length === 0 ? expectation : { ...expectation, key_material_ids: { ...Object.fromEntries(known3), ...key_material_ids } };
  });
}

// src/action/verification/verification-targets.ts
init_check();
init_run_checks();
init_expectations();
function verificationTargets(desired, state, common, baseline) {
  const distributions2 = distributionsOf(desired, state);
  return desired.mounts.flatMap(
    (mount2) => mount2.kms.map((provider2) => {
      const id = providerId(mount2, provider2.name);
      const here = distributions2.filter((distribution) => distribution.id.startsWith(`${id}/key/`));
      const keysHere = new Set(here.map(({ key: key2 }) => key2));
      return {
        id,
        region: provider2.key_collection,
        settings: {
          role_arn: provider2.verify.role_arn ?? common.role_arn,
          external_id: provider2.verify.external_id ?? common.external_id,
          principal_arn: provider2.verify.principal_arn ?? common.principal_arn,
          account_id: provider2.verify.account_id,
          ...provider2.verify.min_keys === void 0 ? {} : { min_keys: provider2.verify.min_keys }
        },
        credentials: provider2.credentials,
        expectations: withMaterialOf(
          here.map((distribution) => ({
            ...expectationOf(distribution, publicKeys(state, keyId(mount2, distribution.key))),
            ...ageOf(mount2, distribution, state)
          })),
          baseline
        ),
        unchecked: uncheckedBy(mount2, provider2, state),
        undistributed: mount2.keys.filter((key2) => key2.kms === provider2.name && !keysHere.has(key2.name)).map(
          (key2) => undistributed(distributionId(mount2, provider2.name, key2.name), key2.name, provider2.name)
        )
      };
    })
  );
}
function uncheckedBy(mount2, { name: name2 }, state) {
  const id = providerId(mount2, name2);
  const declaredKeys = new Set(mount2.keys.map((key2) => key2.name));
  const declaredProviders = new Set(mount2.kms.map((provider2) => provider2.name));
  return {
    id,
    mount: mountId(mount2),
    keys: namesUnder(`${id}/key/`, state.distributed).filter((key2) => !declaredKeys.has(key2)),
    providers: namesUnder(providerId(mount2, ""), state.providers).filter(
      (one) => !declaredProviders.has(one)
    )
  };
}
function namesUnder(prefix2, ids) {
  return [...ids].filter((id) => id.startsWith(prefix2)).map((id) => id.slice(prefix2.length));
}
function publicKeys({ keys: keys2 }, id) {
  const versions2 = Object.entries(keys2.get(id)?.versions ?? {});
  return Object.fromEntries(
    versions2.flatMap(([version3, { public_key }]) => public_key === null ? [] : [[version3, public_key]])
  );
}
function ageOf(mount2, { key: key2, latest_version }, { keys: keys2 }) {
  const rotate_after = mount2.keys.find(({ name: name2 }) => name2 === key2)?.rotate_after ?? null;
  if (rotate_after === null) return {};
  const created = keys2.get(keyId(mount2, key2))?.versions[latest_version]?.creation_time ?? "";
  return {
    rotate_after: formatDuration(rotate_after),
    ...created === "" ? {} : { latest_version_time: created }
  };
}
function undistributed(id, name2, kms) {
  return {
    id,
    name: name2,
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
async function verifyAll(desired, state, { verification: verification2, reporting: reporting2 }, effects2, { exceptions, baseline } = { exceptions: null, baseline: null }) {
  const { clock: clock2, env, log } = effects2;
  const targets = verificationTargets(desired, state, verification2.settings, baseline);
  if (targets.every(({ expectations, undistributed: undistributed2 }) => expectations.length + undistributed2.length === 0)) {
    throw new RunError(
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
  const missing2 = targets.filter(({ undistributed: undistributed2 }) => undistributed2.length > 0).map(
    ({ region: region2, undistributed: undistributed2 }) => buildReport2({
      region: region2,
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
  const tooFew = keyCounts(targets, verification2.min_keys).flatMap(({ region: region2, min_keys, expectations }) => {
    const findings2 = requestFindings2({ region: region2, providers: null, min_keys }, expectations);
    return findings2.filter(({ check: check2 }) => check2 === "min_keys");
  });
  return log.group("Verify", async () => {
    const due2 = targets.filter(({ expectations }) => expectations.length > 0);
    const lambda = lambdaTarget(verification2, env);
    const reports = lambda === null ? await verifyFromRunner(due2, verification2, effects2) : await verifyFromLambda(lambda, due2, verification2, effects2);
    const found2 = withFindings2(mergeReports2([...reports, ...missing2]), tooFew);
    const report = auditReport2(found2, { exceptions, baseline }, clock2.now());
    for (const line2 of reportText(report)) log.info(line2);
    const error = effects2.signal.aborted ? cancelled : complianceError(report, reporting2);
    if (error === null) for (const line2 of inconclusiveWarnings(report)) log.warning(line2);
    return error === null ? { verification: report } : { verification: report, error };
  });
}
function keyCounts(targets, min_keys) {
  const regions2 = [...new Set(targets.map(({ region: region2 }) => region2))].join(", ");
  const all = targets.flatMap(({ expectations }) => expectations);
  return [
    ...targets.flatMap(
      ({ region: region2, settings, expectations }) => settings.min_keys === void 0 ? [] : [{ region: region2, min_keys: settings.min_keys, expectations }]
    ),
    ...min_keys === 0 ? [] : [{ region: regions2, min_keys, expectations: all }]
  ];
}
var cancelled = new RunError(
  "cancelled",
  "The run was stopped before everything was verified.",
  "Run again."
);
function complianceError(report, { fail_on_noncompliance, fail_on_indeterminate }) {
  const failed5 = report.status === "fail" || !report.complete;
  if (!(failed5 && fail_on_noncompliance) && !(!report.compliant && fail_on_indeterminate)) return null;
  const worst2 = failingFindings(report).slice(0, 10);
  return new RunError(
    failed5 ? "not_compliant" : "not_established",
    [complianceHeadline(report), ...worst2].join("\n"),
    "The report has all findings and their remedies."
  );
}
function complianceHeadline({ status, complete: complete2, keys: keys2, permissions: permissions2 }) {
  const isWorst = (part) => part.status === status;
  const some3 = keys2.filter(isWorst).length;
  const denied4 = permissions2.filter(({ decision }) => decision === "denied").length;
  const of = `${some3} of ${count(keys2.length, "key")}`;
  if (status === "fail") {
    if (some3 > 0) return `Verification failed: ${of} ${some3 === 1 ? "does" : "do"} not match Vault's record.`;
    return denied4 > 0 ? `Verification failed: ${count(denied4, "permission")} ${denied4 === 1 ? "is" : "are"} denied.` : "Verification failed.";
  }
  if (!complete2) return "Verification is incomplete: time ran out before every key was checked.";
  return some3 > 0 ? `Verification is inconclusive for ${of}.` : "Verification is inconclusive.";
}
function failingFindings(report) {
  const { permissions: permissions2, status } = report;
  return [
    ...findingsOf(report).filter(({ finding: finding2 }) => finding2.status === status).map(({ finding: finding2 }) => finding2.message),
    ...permissions2.filter(({ decision }) => decision === (status === "fail" ? "denied" : "indeterminate")).map(({ action, decision, evidence }) => `${action}: ${decision} (${evidence})`)
  ];
}

// src/plan/usage-guard.ts
init_errors();
init_id();
var usualIdleGuard = { min_idle: 7 * 864e5, is_explicit: false };
function affectedKeys(plan, desired, live) {
  return desired.mounts.flatMap((mount2, index) => {
    const observed2 = live.mounts[index];
    return observed2.kms.flatMap(
      (provider2) => provider2.distributions.flatMap((record3) => {
        const id = distributionId(mount2, provider2.name, record3.key);
        const regions2 = [provider2.key_collection, ...replicaRegions(observed2, record3.key)];
        return versionsAffected(plan, id, record3, observed2).flatMap(
          ({ step: step2, version: version3 }) => regions2.map((region2) => ({
            step: step2,
            provider: id.slice(0, -`/key/${record3.key}`.length),
            version: version3,
            kms_key: record3.versions[version3],
            region: region2
          }))
        );
      })
    );
  });
}
function versionsAffected({ steps }, distribution, { key: key2, versions: versions2 }, live) {
  const removal2 = steps.find(({ op, id }) => op === "remove_distribution" && id === distribution);
  if (removal2 !== void 0) return Object.keys(versions2).map((version3) => ({ step: removal2.id, version: version3 }));
  const enabled = live.keys.find(({ name: name2 }) => name2 === key2)?.min_enabled_version ?? 0;
  const mount2 = distribution.slice(0, distribution.lastIndexOf("/kms/"));
  const update = steps.find(({ op, id }) => op === "update_key" && id === `${mount2}/key/${key2}`);
  if (update === void 0) return [];
  const raised = raisedTo(update);
  return Object.keys(versions2).filter((version3) => Number(version3) >= enabled && Number(version3) < raised).map((version3) => ({ step: update.id, version: version3 }));
}
function raisedTo({ changes }) {
  return Number(changes.find(({ field: field2 }) => field2 === "min_enabled_version")?.to ?? 0);
}
function replicaRegions({ keys: keys2 }, key2) {
  return keys2.find(({ name: name2 }) => name2 === key2)?.replica_regions ?? [];
}
function usageNotices(evidence, now) {
  return evidence.map((key2) => ({
    code: "key_usage",
    id: key2.step,
    message: `${key2.step}: version ${key2.version}, KMS key ${key2.kms_key} in ${key2.region}: ${sentence(showUsage(key2, now))}`
  }));
}
function showUsage(evidence, now) {
  if ("unknown" in evidence) return `last use unknown: ${evidence.unknown}`;
  const { last_used, operation, created, tracked_since } = evidence.usage;
  if (last_used !== null)
    return `last used ${ago(last_used, now)} (${operation ?? "operation not recorded"})`;
  if (Date.parse(created) >= Date.parse(tracked_since)) return "never used since it was created";
  return `no use recorded since ${tracked_since.slice(0, 10)}, older use unknown`;
}
function usageError(evidence, { min_idle, is_explicit }, now) {
  if (min_idle === 0) return null;
  const recent = evidence.filter((key2) => idleness(key2, min_idle, now) === "recent");
  const unknown2 = evidence.filter((key2) => idleness(key2, min_idle, now) === "unknown");
  const stopping = is_explicit ? [...recent, ...unknown2] : recent;
  if (stopping.length === 0) return null;
  const lines = stopping.map(
    (key2) => `${key2.step}: the KMS key ${key2.kms_key} in ${key2.region}: ${[showUsage(key2, now), ..."unknown" in key2 ? [key2.remedy] : []].map(sentence).join(" ")}`
  );
  return new RunError(
    "recently_used",
    [
      `The plan removes or disables KMS keys that were used within the last ${days(min_idle)}, or whose use is unknown. Nothing was written.`,
      ...lines
    ].join("\n"),
    "Find out in CloudTrail who uses each key, and encrypt that data again under another key first. `min_idle: 0s` turns this guard off."
  );
}
function unknownUsage(evidence, { min_idle }, now) {
  if (min_idle === 0) return [];
  return evidence.filter((key2) => idleness(key2, min_idle, now) === "unknown").map(
    (key2) => `${key2.step}: whether the KMS key ${key2.kms_key} in ${key2.region} is in use is not known: ${sentence(showUsage(key2, now))} ${remedyOf(key2)} Or look in CloudTrail before you remove it.`
  );
}
function remedyOf(evidence) {
  return "unknown" in evidence ? evidence.remedy : "Wait until AWS has tracked its use for long enough.";
}
function sentence(text4) {
  return /[.!?]$/.test(text4) ? text4 : `${text4}.`;
}
function idleness(evidence, minIdle, now) {
  if ("unknown" in evidence) return "unknown";
  const { last_used, created, tracked_since } = evidence.usage;
  const age = (time) => now.getTime() - Date.parse(time);
  if (last_used !== null) return age(last_used) < minIdle ? "recent" : "idle";
  if (Date.parse(created) >= Date.parse(tracked_since)) return "idle";
  return age(tracked_since) >= minIdle ? "idle" : "unknown";
}
var units3 = [
  ["day", 864e5],
  ["hour", 36e5],
  ["minute", 6e4]
];
function ago(time, now) {
  const age = now.getTime() - Date.parse(time);
  const [unit, length] = units3.find(([, size]) => age >= size) ?? ["minute", 6e4];
  const number2 = Math.max(1, Math.floor(age / length));
  return `${number2} ${unit}${number2 === 1 ? "" : "s"} ago`;
}
function days(milliseconds2) {
  const [unit, length] = units3.find(([, size]) => milliseconds2 % size === 0) ?? ["minute", 6e4];
  const number2 = Math.round(milliseconds2 / length);
  return `${number2} ${unit}${number2 === 1 ? "" : "s"}`;
}

// src/action/commands/read-key-usage.ts
init_id();
init_failure_remedy();

// src/action/commands/read-aws-for-plan.ts
init_id();
init_failure_remedy();
async function readAwsForPlan(desired, live, identities, effects2) {
  const questions = desired.mounts.flatMap((mount2, index) => questionsOf(mount2, live.mounts[index]));
  const replicas2 = /* @__PURE__ */ new Map();
  const aliases = /* @__PURE__ */ new Map();
  if (questions.length === 0) return { replicas: replicas2, aliases };
  const open4 = await readerOpener(identities, effects2);
  const { missingReplicas: missingReplicas2 } = await Promise.resolve().then(() => (init_open_reader(), open_reader_exports));
  await Promise.all(
    questions.map(async ({ id, provider: provider2, replicated, lost: lost2 }) => {
      const reader = await open4(id, provider2, replicated.length === 0 ? aliasBudget : replicaBudget);
      if ("unknown" in reader) {
        for (const { id: id2 } of replicated) replicas2.set(id2, reader);
        return;
      }
      const [held] = await Promise.all([
        lost2 ? reader.aliases(provider2.key_collection) : null,
        ...replicated.map(
          async ({ id: id2, regions: regions2, record: record3 }) => replicas2.set(id2, await missingReplicas2(reader, Object.values(record3.versions), regions2))
        )
      ]);
      if (!held?.ok) return;
      const names2 = held.value.map(({ name: name2 }) => name2);
      aliases.set(id, names2);
    })
  );
  return { replicas: replicas2, aliases };
}
async function hasReplicas({ mount: mount2, provider: provider2, declared }, record3, identities, effects2) {
  const open4 = await readerOpener(identities, effects2);
  const { missingReplicas: missingReplicas2 } = await Promise.resolve().then(() => (init_open_reader(), open_reader_exports));
  const reader = await open4(providerId(mount2, provider2.name), provider2, aliasBudget);
  if ("unknown" in reader) return false;
  const evidence = await missingReplicas2(reader, Object.values(record3.versions), declared.replica_regions);
  return "missing" in evidence && evidence.missing.length === 0;
}
var aliasBudget = 2e3;
var replicaBudget = 1e4;
async function readerOpener({ common, unidentified }, { env, clock: clock2 }, prefer = "declared") {
  const [{ openReader: openReader2 }, { openSharedConnections: openSharedConnections2 }] = await Promise.all([
    Promise.resolve().then(() => (init_open_reader(), open_reader_exports)),
    Promise.resolve().then(() => (init_aws_effects(), aws_effects_exports))
  ]);
  const effects2 = { env, clock: clock2, run_id: env["GITHUB_RUN_ID"] || null, shared: openSharedConnections2(clock2) };
  return async (id, provider2, budget2) => {
    if (unidentified.has(id)) return notIdentified;
    const identity = readerIdentity(provider2, common, env, prefer);
    if (identity === null) return noIdentity;
    const reader = await openReader2(identity, provider2.key_collection, effects2, budget2);
    return reader.ok ? reader.value : { unknown: reader.failure.message, remedy: failureRemedy(reader.failure) };
  };
}
var notIdentified = {
  unknown: "AWS did not identify the declared credentials",
  remedy: "Correct the provider's credentials."
};
var noIdentity = {
  unknown: "the run has no identity to read AWS with",
  remedy: "Give it one: aws-actions/configure-aws-credentials in an earlier step, or `verify_role_arn`."
};
function questionsOf(mount2, live) {
  return mount2.kms.map((provider2) => {
    const records = live.kms.find(({ name: name2 }) => name2 === provider2.name)?.distributions ?? [];
    const keys2 = mount2.keys.filter(({ kms }) => kms === provider2.name);
    return {
      id: providerId(mount2, provider2.name),
      provider: provider2,
      replicated: keys2.flatMap(({ name: name2, replica_regions: regions2 }) => {
        const record3 = records.find(({ key: key2 }) => key2 === name2);
        if (record3 === void 0 || regions2.length === 0) return [];
        return [{ id: distributionId(mount2, provider2.name, name2), regions: regions2, record: record3 }];
      }),
      lost: keys2.some(({ name: name2 }) => !live.key_names.includes(name2))
    };
  }).filter(({ replicated, lost: lost2 }) => lost2 || replicated.length > 0);
}
function readerIdentity(provider2, common, env, prefer) {
  const { credentials: credentials2 } = provider2;
  const declared = credentials2 === null ? null : { kind: "declared", credentials: credentials2 };
  const verifier = verifierIdentity(provider2, common, env);
  return prefer === "declared" ? declared ?? verifier : verifier ?? declared;
}
function verifierIdentity({ verify: verify3 }, common, env) {
  const role_arn = verify3.role_arn ?? common.role_arn;
  if (role_arn !== null) {
    return { kind: "role", role_arn, external_id: verify3.external_id ?? common.external_id };
  }
  return identityVariables.some((name2) => env[name2]) ? { kind: "self" } : null;
}
var identityVariables = [
  "AWS_ACCESS_KEY_ID",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_PROFILE"
];

// src/action/commands/read-key-usage.ts
var budgetPerKey = 500;
var smallestBudget = 5e3;
async function readKeyUsage(keys2, { desired, live }, identities, effects2, withDeclared) {
  if (keys2.length === 0) return [];
  const providers = providersById(desired, live);
  const open4 = await readerOpener(identities, effects2, "verifier");
  const evidence = await Promise.all(
    [...grouped(keys2)].map(async ([id, affected]) => {
      const budget2 = Math.max(smallestBudget, affected.length * budgetPerKey);
      const provider2 = providers.get(id);
      const reader = await open4(id, withDeclared ? provider2 : { ...provider2, credentials: null }, budget2);
      return Promise.all(
        affected.map(async (key2) => {
          if ("unknown" in reader) return { ...key2, ...reader };
          const usage = await reader.lastUsage(key2.region, key2.kms_key);
          if (usage.ok) return { ...key2, usage: usage.value };
          const { code: code2, message } = usage.failure;
          return { ...key2, unknown: `${code2}: ${message}`, remedy: failureRemedy(usage.failure) };
        })
      );
    })
  );
  return evidence.flat();
}
function grouped(keys2) {
  const groups2 = /* @__PURE__ */ new Map();
  for (const key2 of keys2) groups2.set(key2.provider, [...groups2.get(key2.provider) ?? [], key2]);
  return groups2;
}
function providersById(desired, live) {
  const none2 = { role_arn: null, external_id: null, principal_arn: null, account_id: null };
  return new Map(
    desired.mounts.flatMap((mount2, index) => {
      const declared = new Map(mount2.kms.map((provider2) => [provider2.name, provider2]));
      return live.mounts[index].kms.map(({ name: name2, key_collection }) => [
        providerId(mount2, name2),
        declared.get(name2) ?? {
          name: name2,
          provider: "awskms",
          key_collection,
          credentials: null,
          verify: none2,
          source: mount2.source
        }
      ]);
    })
  );
}

// src/action/commands/check-key-usage.ts
async function checkKeyUsage({ inputs, desired, effects: effects2 }, plan, live, known3 = []) {
  const guard = inputs.guards.idle;
  const keys2 = guard.min_idle === 0 || plan.refusals.length > 0 ? [] : affectedKeys(plan, desired, live);
  if (keys2.length === 0) return { plan, error: null };
  const identities = { common: inputs.verification.settings, unidentified: /* @__PURE__ */ new Set() };
  const withDeclared = inputs.guards.check_credentials !== "off";
  const isSame = (a, b) => a.kms_key === b.kms_key && a.region === b.region;
  const had = keys2.flatMap((key2) => known3.find((one) => isSame(one, key2)) ?? []);
  const open4 = keys2.filter((key2) => !known3.some((one) => isSame(one, key2)));
  const evidence = [
    ...had,
    ...await readKeyUsage(open4, { desired, live }, identities, effects2, withDeclared)
  ];
  const now = effects2.clock.now();
  if (!guard.is_explicit) for (const line2 of unknownUsage(evidence, guard, now)) effects2.log.warning(line2);
  return {
    plan: { ...plan, notices: [...plan.notices, ...usageNotices(evidence, now)] },
    error: usageError(evidence, guard, now)
  };
}

// src/action/commands/describe-removals.ts
var budget = 5e3;
async function describeRemovals({ inputs, desired, effects: effects2 }, done) {
  const removals = done.filter(({ op }) => op === "remove_distribution");
  if (removals.length === 0) return [];
  const identities = { common: inputs.verification.settings, unidentified: /* @__PURE__ */ new Set() };
  const open4 = await readerOpener(identities, effects2, "verifier");
  const lines = await Promise.all(
    removals.map(async ({ id, changes }) => {
      const provider2 = targetOf(desired, id)?.provider ?? null;
      const ids = changes.flatMap(
        ({ field: field2, from }) => field2 === "kms_keys" && Array.isArray(from) ? from : []
      );
      if (provider2 === null || ids.length === 0) return [];
      const region2 = provider2.key_collection;
      const reader = await open4(id, provider2, budget);
      return Promise.all(
        ids.map(async (key2) => {
          const answer = "unknown" in reader ? null : await reader.key(region2, key2);
          if (answer?.ok && !answer.value.key_state?.startsWith("Pending"))
            return { level: "warning", text: keptLine(id, key2, region2, answer.value.key_state) };
          const date2 = answer?.ok ? answer.value.deletion_date : null;
          return { level: "notice", text: undoLine(id, key2, region2, date2) };
        })
      );
    })
  );
  return lines.flat();
}
function keptLine(id, key2, region2, state) {
  return `${id}: Vault no longer has the distribution, and the KMS key ${key2} is still ${state ?? "there"}: AWS has not scheduled its deletion. If nothing needs the key: aws kms schedule-key-deletion --region ${region2} --key-id ${key2}`;
}
function undoLine(id, key2, region2, date2) {
  const when = date2 === null ? "after a waiting period of 7 to 30 days" : `on ${date2}`;
  const where = `--region ${region2} --key-id ${key2}`;
  return `${id}: AWS deletes the KMS key ${key2} ${when}. To undo the removal before: aws kms cancel-key-deletion ${where}, then aws kms enable-key ${where}. This makes its data readable again; it does not bring back the alias or Vault's record (docs/recovery.md).`;
}

// src/action/commands/plan-command.ts
init_errors();

// src/observe/observe.ts
init_errors();
init_id();
async function observe2(vault, desired, options) {
  const mounts = await Promise.all(
    desired.mounts.map((mount2) => observeMount(new Keymgmt(vault, mount2), mount2, options))
  );
  return { mounts };
}
async function observeMount(engine, mount2, { undeclared: undeclared3 }) {
  const { namespace, path } = mount2;
  const [mounted, keyNames, kmsNames] = await Promise.allSettled([
    engine.engine(),
    engine.keys(),
    engine.providers()
  ]);
  if (mounted.status === "rejected") throw mounted.reason;
  if (keyNames.status === "rejected" && isTokenInvalid(keyNames.reason)) throw keyNames.reason;
  const readable = keyNames.status === "fulfilled" && kmsNames.status === "fulfilled";
  if (mounted.value !== null) assertKeymgmt(mount2, mounted.value);
  if (mounted.value === null ? !readable : !isMountedAt(mounted.value, path)) {
    return { namespace, path, missing: true, key_names: [], kms_names: [], keys: [], kms: [] };
  }
  if (keyNames.status === "rejected") throw keyNames.reason;
  if (kmsNames.status === "rejected") throw kmsNames.reason;
  const key_names = keyNames.value;
  const kms_names = kmsNames.value;
  const declaredProviders = new Set(mount2.kms.map((provider2) => provider2.name));
  const declaredKeys = new Set(mount2.keys.map((key2) => key2.name));
  const existing = new Set(key_names);
  const expectedOn = (kms2) => mount2.keys.filter((key2) => key2.kms === kms2 && existing.has(key2.name)).map((key2) => key2.name);
  const [kms, keys2] = await Promise.all([
    Promise.all(
      kms_names.filter((name2) => undeclared3 || declaredProviders.has(name2)).map(
        (name2) => observeProvider(engine, name2, expectedOn(name2), (key2) => undeclared3 || declaredKeys.has(key2))
      )
    ),
    Promise.all(key_names.filter((name2) => declaredKeys.has(name2)).map((name2) => engine.key(name2)))
  ]);
  const distributed2 = new Set(
    kms.flatMap((provider2) => provider2.key_names.map((key2) => `${provider2.name}/${key2}`))
  );
  const declaredOn = new Map(mount2.keys.map((key2) => [key2.name, key2.kms]));
  return {
    namespace,
    path,
    missing: false,
    key_names,
    kms_names,
    kms,
    keys: await Promise.all(
      keys2.filter((key2) => key2 !== null).map(async (key2) => {
        const provider2 = declaredOn.get(key2.name) ?? null;
        const asDeclared = provider2 === null || distributed2.has(`${provider2}/${key2.name}`);
        return { ...key2, elsewhere: asDeclared ? null : await engine.providersOf(key2.name) };
      })
    )
  };
}
async function observeProvider(engine, name2, expected2, isRead) {
  const read5 = async (keys2, one = (key2) => engine.distribution(name2, key2)) => {
    const records = await Promise.all(keys2.map(one));
    return records.filter((record4) => record4 !== null);
  };
  const [record3, key_names, first] = await Promise.all([
    engine.provider(name2),
    engine.distributions(name2),
    read5(expected2, (key2) => engine.distribution(name2, key2).catch(nullIfRejected))
  ]);
  const found2 = new Set(first.map(({ key: key2 }) => key2));
  const listed2 = new Set(key_names);
  const others = await read5(key_names.filter((key2) => isRead(key2) && !found2.has(key2)));
  return {
    name: name2,
    provider: record3?.provider ?? "",
    key_collection: record3?.key_collection ?? "",
    key_names,
    distributions: [...first, ...others].filter(({ key: key2 }) => listed2.has(key2))
  };
}
function isTokenInvalid(error) {
  return error instanceof RunError && error.code === "token_invalid";
}
function assertKeymgmt(mount2, mounted) {
  const within = mount2.path.startsWith(`${mounted.path}/`);
  if (!within && (isKeymgmt(mounted) || !isMountedAt(mounted, mount2.path))) return;
  const where = within ? `lies within ${mounted.path}, where the engine` : "is a mount whose engine";
  throw new RunError(
    "not_keymgmt",
    `${mountId(mount2)} ${where} is of type "${mounted.type}", not keymgmt.`,
    "Declare the path of the keymgmt engine, or a free path with create_mount: true (`vault secrets list` shows the mounts)."
  );
}
function nullIfRejected(error) {
  if (error instanceof VaultError && error.status === 400) return null;
  throw error;
}

// src/plan/plan-apply.ts
init_id();

// src/plan/plan-distribution.ts
init_id();

// src/plan/plan-part.ts
var emptyPart = { steps: [], refusals: [], notices: [] };
function plannedPart(step2, notices = []) {
  return { steps: [step2], refusals: [], notices };
}
function blockedPart(...refusals) {
  return { ...emptyPart, refusals };
}
function noticePart(...notices) {
  return { ...emptyPart, notices };
}
function mergeParts(parts) {
  return {
    steps: parts.flatMap((part) => part.steps),
    refusals: parts.flatMap((part) => part.refusals),
    notices: parts.flatMap((part) => part.notices)
  };
}
function change(field2, from, to2) {
  return { field: field2, from, to: to2 };
}
function step(op, id, changes, reason, depends_on = []) {
  return { op, id, changes, reason, disruptive: false, depends_on };
}

// src/plan/plan-distribution.ts
function planDistribution(mount2, live, key2, evidence) {
  const { kms } = key2;
  if (kms === null) return emptyPart;
  const id = distributionId(mount2, kms, key2.name);
  const holders = holdersOf(live, key2.name);
  if (holders.some((holder) => holder !== kms))
    return blockedPart(onAnotherProvider(mount2, key2, kms, holders));
  const existing = live.kms.find((provider2) => provider2.name === kms)?.distributions.find((record3) => record3.key === key2.name);
  if (existing === void 0) return planNew(mount2, live, key2, kms);
  return mergeParts([
    blockedPart(
      ...immutable2(id, "purpose", existing.purpose, key2.purpose, remedyFor2(id)),
      ...immutable2(id, "protection", existing.protection, key2.protection, remedyFor2(id))
    ),
    planReplicas(id, key2, existing, evidence)
  ]);
}
function planNew(mount2, live, key2, kms) {
  const id = distributionId(mount2, kms, key2.name);
  const changes = [change("purpose", null, key2.purpose), change("protection", null, key2.protection)];
  const needs2 = [
    ...live.kms_names.includes(kms) ? [] : [providerId(mount2, kms)],
    ...live.key_names.includes(key2.name) ? [] : [keyId(mount2, key2.name)]
  ];
  const regions2 = key2.replica_regions;
  return mergeParts([
    plannedPart(step("distribute", id, changes, `the key is not in ${kms}`, needs2)),
    regions2.length === 0 ? emptyPart : plannedPart(
      step("replicate", id, [change("replica_regions", null, regions2)], "the key is multi-region", [id])
    )
  ]);
}
function planReplicas(id, key2, existing, { replicas: replicas2 }) {
  if (key2.replica_regions.length === 0) return emptyPart;
  const seen = replicas2.get(id);
  if (seen === void 0 || "unknown" in seen) {
    const why2 = seen === void 0 ? "" : `: ${seen.unknown}`;
    const message = `${id}: its replicas in ${key2.replica_regions.join(", ")} could not be read from AWS${why2}. The verify command reads them with the verifier identity.`;
    return noticePart({ code: "replicas_unknown", id, message });
  }
  if (seen.missing.length === 0) return emptyPart;
  const present = key2.replica_regions.filter((region2) => !seen.missing.includes(region2));
  const versions2 = Object.keys(existing.versions).length;
  const reason = `replicas with key material are missing in ${seen.missing.join(", ")} (the key has ${versions2} version(s))`;
  return plannedPart(
    step("replicate", id, [change("replica_regions", present, key2.replica_regions)], reason)
  );
}
function holdersOf(live, key2) {
  const listed2 = live.kms.filter(({ key_names }) => key_names.includes(key2)).map(({ name: name2 }) => name2);
  const elsewhere2 = live.keys.find(({ name: name2 }) => name2 === key2)?.elsewhere ?? [];
  return [.../* @__PURE__ */ new Set([...listed2, ...elsewhere2])];
}
function onAnotherProvider(mount2, key2, kms, holders) {
  const id = keyId(mount2, key2.name);
  const here = distributionId(mount2, kms, key2.name);
  const others = holders.filter((holder) => holder !== kms);
  const ids = others.map((holder) => distributionId(mount2, holder, key2.name));
  return {
    code: "key_on_another_provider",
    id: here,
    field: "kms",
    from: holders.length === 1 ? holders[0] : holders,
    to: kms,
    message: `${id} is on the KMS provider ${holders.join(" and ")}, and a key can be on one provider only. The declaration says ${kms}.`,
    remedy: `Declare kms: ${others[0]}; or declare a key under another name for this provider. Removing the key from ${others.join(", ")} (prune: true and confirm: ${ids.join(", ")}) schedules its KMS keys for deletion: what they encrypted is lost after the waiting period.`
  };
}
function remedyFor2(id) {
  return `Declare what Vault has, or declare a key under another name and encrypt the data again with it. Removing this key from KMS (prune: true and confirm: ${id}) schedules its KMS keys for deletion: what they encrypted is lost after the waiting period, and a new distribution has other KMS keys and another alias.`;
}

// src/plan/plan-evidence.ts
var noPlanEvidence = { vault_version: null, replicas: /* @__PURE__ */ new Map(), aliases: /* @__PURE__ */ new Map() };
function tooOldForReplicas({ vault_version }) {
  const major = /^v?(\d+)\./.exec(vault_version ?? "")?.[1];
  return major !== void 0 && Number(major) < 2;
}
function editionWithoutKeymgmt({ vault_version }) {
  if (vault_version === null || /\+(ent|hsm|fips|prem)/.test(vault_version)) return null;
  return `${vault_version}, Vault Community or OpenBao`;
}
function aliasesOf2(key2, aliases) {
  const prefix2 = `alias/hashicorp/${key2}-`;
  return aliases.filter((alias) => alias.startsWith(prefix2) && /^\d+$/.test(alias.slice(prefix2.length)));
}

// src/plan/plan-key.ts
init_id();
var immutableRemedy = "Declare what Vault has, or declare a key under another name and encrypt the data again with it.";
function planKey(mount2, live, key2, options) {
  const existing = live.keys.find(({ name: name2 }) => name2 === key2.name);
  const id = keyId(mount2, key2.name);
  return mergeParts([
    blockedPart(...replicationBlockers(id, key2, options.evidence)),
    existing === void 0 ? planCreation(mount2, live, key2, options.evidence) : planChange(id, key2, existing, options.now)
  ]);
}
function planCreation(mount2, live, key2, evidence) {
  const id = keyId(mount2, key2.name);
  const changes = [
    change("type", null, key2.type),
    ...key2.replica_regions.length === 0 ? [] : [change("replica_regions", null, key2.replica_regions)],
    ...settingChanges(key2, freshKey)
  ];
  const needs2 = live.missing ? [mountId(mount2)] : [];
  return mergeParts([
    plannedPart(
      step("create_key", id, changes, "the key is not in Vault", needs2),
      lostKeyNotices(mount2, key2, evidence)
    ),
    blockedPart(...versionBlockers(id, key2, freshKey))
  ]);
}
function planChange(id, key2, existing, now) {
  const changes = settingChanges(key2, existing);
  const disruptive = key2.min_enabled_version !== null && key2.min_enabled_version > Math.max(existing.min_enabled_version, 1);
  const update = {
    ...step("update_key", id, changes, "the key differs from the declaration"),
    disruptive
  };
  const regions2 = [[...existing.replica_regions].sort(), [...key2.replica_regions].sort()];
  return {
    steps: changes.length === 0 ? [] : [update],
    refusals: [
      ...immutable2(id, "type", existing.type, key2.type, immutableRemedy),
      ...immutable2(id, "replica_regions", ...regions2, immutableRemedy),
      ...versionBlockers(id, key2, existing)
    ],
    notices: rotationNotices(id, key2, existing, now)
  };
}
var freshKey = { deletion_allowed: false, min_enabled_version: 1, latest_version: 1 };
function settingChanges(key2, existing) {
  return ["deletion_allowed", "min_enabled_version"].filter((field2) => key2[field2] !== null && key2[field2] !== existing[field2]).filter((field2) => !enablesAll(key2[field2], existing[field2])).map((field2) => change(field2, existing[field2], key2[field2]));
}
function enablesAll(declared, existing) {
  return declared === 1 && existing === 0;
}
function versionBlockers(id, key2, { latest_version: latest }) {
  const { min_enabled_version: wanted2 } = key2;
  if (wanted2 === null || wanted2 <= latest) return [];
  const remedy2 = "No version would be enabled: rotate the key first, or declare a version that exists.";
  return [versionNotThere(id, "min_enabled_version", { latest, wanted: wanted2 }, remedy2)];
}
function replicationBlockers(id, { replica_regions }, evidence) {
  if (replica_regions.length === 0 || !tooOldForReplicas(evidence)) return [];
  return [
    blocker(
      "vault_too_old",
      id,
      `${id}: replica_regions need Vault 2.0.0 or newer, and this Vault is ${evidence.vault_version}.`,
      "Upgrade Vault, or remove replica_regions."
    )
  ];
}
function lostKeyNotices(mount2, key2, evidence) {
  if (key2.kms === null) return [];
  const id = keyId(mount2, key2.name);
  const held = aliasesOf2(key2.name, evidence.aliases.get(providerId(mount2, key2.kms)) ?? []);
  if (held.length === 0) return [];
  const message = `${id} is not in Vault, but KMS still has ${held.join(", ")}: a key of this name existed before. The new key has new key material and cannot decrypt the old key's data.`;
  return [{ code: "key_lost", id, message }];
}
function rotationNotices(id, { rotate_after }, { latest_version, versions: versions2 }, now) {
  const created = Date.parse(versions2[latest_version]?.creation_time ?? "");
  if (rotate_after === null || Number.isNaN(created) || now.getTime() - created < rotate_after) return [];
  const message = `${id}: version ${latest_version} was created on ${new Date(created).toISOString()} and is older than rotate_after. Run the rotate command.`;
  return [{ code: "rotation_due", id, message }];
}

// src/plan/plan-provider.ts
init_id();
var immutableRemedy2 = "Declare what Vault has. For new keys, register a second provider under another name. A key that moves gets other KMS keys and another alias: encrypt its data again first, since what its KMS keys encrypted is lost once they are deleted.";
function planProvider(mount2, live, provider2, options) {
  const id = providerId(mount2, provider2.name);
  const existing = live.kms.find(({ name: name2 }) => name2 === provider2.name);
  if (existing === void 0) {
    const changes = [
      change("provider", null, provider2.provider),
      change("key_collection", null, provider2.key_collection),
      ...provider2.credentials === null ? [] : [change("credentials", null, "(as declared)")]
    ];
    const needs2 = live.missing ? [mountId(mount2)] : [];
    const register = step("register_provider", id, changes, "the KMS provider is not registered", needs2);
    return mergeParts([plannedPart(register), credentialFindings(id, options)]);
  }
  return mergeParts([
    blockedPart(
      ...immutable2(id, "provider", existing.provider, provider2.provider, immutableRemedy2),
      ...immutable2(id, "key_collection", existing.key_collection, provider2.key_collection, immutableRemedy2)
    ),
    provider2.credentials === null || options.update_credentials === "on_create" ? emptyPart : planRefresh(id, options)
  ]);
}
function planRefresh(id, options) {
  const changes = [change("credentials", "(not readable)", "(as declared)")];
  const reason = "Vault never returns credentials, so they are written again";
  return mergeParts([
    plannedPart(step("refresh_credentials", id, changes, reason)),
    credentialFindings(id, options)
  ]);
}
function credentialFindings(id, { credentials: credentials2 }) {
  return {
    steps: [],
    refusals: credentials2.refusals.filter((blocker2) => blocker2.id === id),
    notices: credentials2.notices.filter((notice3) => notice3.id === id)
  };
}

// src/plan/plan-removal.ts
init_id();
function undeclaredIn(mount2, live) {
  const { keys: keys2, kms } = declaredNames(mount2);
  const distributed2 = live.kms.filter(({ name: name2 }) => kms.has(name2)).flatMap(
    ({ name: name2, key_names }) => key_names.filter((key2) => !keys2.has(key2)).map((key2) => ({ key: key2, id: distributionId(mount2, name2, key2) }))
  );
  const listed2 = new Set(distributed2.map(({ key: key2 }) => key2));
  return [
    ...distributed2.map(({ id }) => id),
    ...live.kms_names.filter((name2) => !kms.has(name2)).map((name2) => providerId(mount2, name2)),
    ...live.key_names.filter((key2) => !keys2.has(key2) && !listed2.has(key2)).map((key2) => keyId(mount2, key2))
  ];
}
function planPrune(mount2, live) {
  const { keys: keys2, kms } = declaredNames(mount2);
  return mergeParts(
    live.kms.map((provider2) => {
      const id = providerId(mount2, provider2.name);
      const leaving = provider2.key_names.filter((key2) => !keys2.has(key2));
      const removals = leaving.map((key2) => removeDistribution(mount2, provider2, key2, "it is not declared"));
      const notices = waitingPeriod(id, provider2, removals);
      if (kms.has(provider2.name)) return { steps: removals, refusals: [], notices };
      const staying = provider2.key_names.filter((key2) => keys2.has(key2));
      if (staying.length === 0) {
        return {
          steps: [...removals, deleteProvider(id, removals, "it is not declared")],
          refusals: [],
          notices
        };
      }
      const remedy2 = `Declare ${provider2.name}, or leave these keys undeclared too to remove them.`;
      return { steps: removals, refusals: [providerInUse(id, staying, remedy2)], notices };
    })
  );
}
function removeDistribution(mount2, provider2, key2, reason) {
  const record3 = provider2.distributions.find((distribution) => distribution.key === key2);
  return {
    op: "remove_distribution",
    id: distributionId(mount2, provider2.name, key2),
    changes: record3 === void 0 ? [] : [change("kms_keys", Object.values(record3.versions), null)],
    reason,
    disruptive: true,
    depends_on: []
  };
}
function deleteProvider(id, after, reason) {
  return {
    op: "delete_provider",
    id,
    changes: [],
    reason,
    disruptive: true,
    depends_on: after.map((step2) => step2.id)
  };
}
function waitingPeriod(id, provider2, removals) {
  if (removals.length === 0 || provider2.provider !== "awskms") return [];
  const removed = new Set(removals.map((step2) => step2.id));
  const keyIds = provider2.distributions.filter(({ key: key2 }) => removed.has(`${id}/key/${key2}`)).flatMap(({ versions: versions2 }) => Object.values(versions2));
  const commands2 = keyIds.flatMap(
    (keyId2) => ["cancel-key-deletion", "enable-key"].map(
      (command2) => `aws kms ${command2} --region ${provider2.key_collection} --key-id ${keyId2}`
    )
  );
  const cancel = commands2.length === 0 ? "" : " To cancel the deletion in time:";
  const message = [
    `${id}: AWS deletes the removed KMS keys after a waiting period of 7 to 30 days. Until then they cannot encrypt or decrypt; after it, everything that they encrypted is lost, although the keys stay in Vault. A new distribution makes other KMS keys under another alias, which decrypt none of it.${cancel}`,
    ...commands2
  ].join("\n");
  return [{ code: "waiting_period", id, message }];
}
function declaredNames({ keys: keys2, kms }) {
  return {
    keys: new Set(keys2.map(({ name: name2 }) => name2)),
    kms: new Set(kms.map(({ name: name2 }) => name2))
  };
}

// src/plan/plan-apply.ts
function planApply(desired, live, options) {
  const whole = mergeParts(
    desired.mounts.map((mount2, index) => planMount(mount2, live.mounts[index], options))
  );
  const undeclared3 = desired.mounts.flatMap((mount2, index) => undeclaredIn(mount2, live.mounts[index]));
  return sealPlan({ ...whole, undeclared: undeclared3 });
}
function planMount(mount2, live, options) {
  const edition = editionWithoutKeymgmt(options.evidence);
  if (live.missing && !mount2.create_mount) return blockedPart(mountMissing(mount2, edition));
  return mergeParts([
    live.missing ? planEngine(mount2, edition) : emptyPart,
    ...mount2.kms.map((provider2) => planProvider(mount2, live, provider2, options)),
    ...mount2.keys.map((key2) => planKey(mount2, live, key2, options)),
    ...mount2.keys.map((key2) => planDistribution(mount2, live, key2, options.evidence)),
    options.prune ? planPrune(mount2, live) : emptyPart
  ]);
}
function planEngine(mount2, edition) {
  const enable = step(
    "enable_mount",
    mountId(mount2),
    [change("type", null, "keymgmt")],
    "nothing is mounted there"
  );
  return plannedPart(enable, [...withoutEngine(mount2, edition), ...newKeyMaterial(mount2)]);
}
function withoutEngine(mount2, edition) {
  if (edition === null) return [];
  const id = mountId(mount2);
  const message = `${id}: this Vault is ${edition}, which has no keymgmt engine of its own, so enabling it will fail. keymgmt needs Vault Enterprise with the Advanced Data Protection module, or HCP Vault.`;
  return [{ code: "enterprise_required", id, message }];
}
function newKeyMaterial(mount2) {
  const keys2 = mount2.keys.length;
  if (keys2 === 0) return [];
  const id = mountId(mount2);
  const message = `${id}: no engine is mounted, so the ${keys2} key(s) declared for it are created with new key material. If an engine was mounted there before, data encrypted with its keys cannot be decrypted with the new ones.`;
  return [{ code: "new_key_material", id, message }];
}

// src/render/plan-text.ts
init_plan_wording();
function planText(plan, command2) {
  return [
    ...plan.refusals.flatMap(blockerText),
    ...plan.steps.flatMap(stepText),
    ...plan.undeclared.length === 0 ? [] : ["Undeclared, left unchanged:", ...plan.undeclared.map((id) => `    ${id}`)],
    ...plan.notices.map((notice3) => `Note: ${notice3.message}`),
    planHeadline(plan, command2),
    `Digest: ${plan.digest}`
  ];
}
function stepText({ op, id, changes, reason, disruptive }) {
  const mark = disruptive ? "  (!)" : "";
  return [
    `  ${opSigns[op]} ${opWords[op]} ${id}${mark}  # ${reason}`,
    ...changes.map((change2) => `        ${showChange(change2)}`)
  ];
}
function blockerText({ message, remedy: remedy2 }) {
  return [`  ! ${message}`, `        ${remedy2}`];
}

// src/action/commands/plan-command.ts
init_plan_wording();

// src/vault/keymgmt/server-version.ts
async function vaultVersion(connection) {
  const root = connection.with({ namespace: "" });
  const answer = await root.get({ namespace: "", path: ["sys", "seal-status"] }, { absent: [403, 404] });
  const version3 = answer?.["version"];
  return typeof version3 === "string" ? version3 : null;
}

// src/action/commands/check-credentials.ts
init_id();
var noFindings = { refusals: [], notices: [], unidentified: /* @__PURE__ */ new Set() };
async function checkCredentials(desired, { check_credentials, allowed_account_ids }, { env, clock: clock2 }) {
  const declared = desired.mounts.flatMap(
    (mount2) => mount2.kms.flatMap(
      ({ name: name2, key_collection, credentials: credentials2 }) => credentials2 === null ? [] : [{ id: providerId(mount2, name2), region: key_collection, credentials: credentials2 }]
    )
  );
  if (check_credentials === "off" || declared.length === 0) {
    return noFindings;
  }
  const [{ verifyCredentials: verifyCredentials2 }, { openSharedConnections: openSharedConnections2 }] = await Promise.all([
    Promise.resolve().then(() => (init_verify_credentials(), verify_credentials_exports)),
    Promise.resolve().then(() => (init_aws_effects(), aws_effects_exports))
  ]);
  const effects2 = { env, run_id: env["GITHUB_RUN_ID"] || null, shared: openSharedConnections2(clock2), clock: clock2 };
  const verdicts = await Promise.all(
    declared.map(async ({ id, region: region2, credentials: credentials2 }) => ({
      id,
      ...await verifyCredentials2({ credentials: credentials2, region: region2, allowed_account_ids, sets: ["vault"] }, effects2)
    }))
  );
  const strict = check_credentials === "require";
  return {
    refusals: verdicts.flatMap(({ id, verdict, messages }) => {
      if (verdict === "ok" || verdict === "unknown" && !strict) return [];
      const message = `${id}: ${messages.join(" ")}`;
      return [{ ...blockers[verdict], id, field: "credentials", from: null, to: null, message }];
    }),
    notices: verdicts.filter(({ verdict }) => verdict === "unknown" && !strict).map(
      ({ id, arn: arn2, simulation_denied, messages }) => simulation_denied ? {
        code: "permissions_not_simulated",
        id,
        message: `${id}: AWS accepts the credentials of ${arn2}. Their permissions were not checked: they do not include iam:SimulatePrincipalPolicy, which Vault does not need. Run verify with a verifier identity to check them.`
      } : {
        code: "credentials_unknown",
        id,
        message: `${id}: the credentials could not be fully verified: ${messages.join(" ")}`
      }
    ),
    unidentified: new Set(verdicts.filter(({ arn: arn2 }) => arn2 === null).map(({ id }) => id))
  };
}
var blockers = {
  unknown: {
    code: "credentials_unknown",
    remedy: "Follow the message, or set check_credentials to auto or off."
  },
  invalid: {
    code: "credentials_invalid",
    remedy: "Declare valid AWS credentials of an allowed account."
  },
  denied: {
    code: "credentials_denied",
    remedy: "Grant the actions: the policy command prints the IAM policy that Vault’s principal needs."
  }
};

// src/action/commands/plan-command.ts
async function planCommand(job) {
  const { plan: planned, live } = await makePlan(job);
  const { plan, error: used } = await checkKeyUsage(job, planned, live);
  await printPlan(plan, "plan", job.effects.log);
  const { desired, inputs } = job;
  const { fail_on_drift, fail_on_undeclared } = inputs.reporting;
  const error = blockedError(plan) ?? used ?? (fail_on_drift ? driftError(plan) : null) ?? (fail_on_undeclared ? undeclaredError(plan) : null);
  return {
    plan,
    distributions: distributionsOf(desired, vaultStateFrom(live)),
    ...error === null ? {} : { error }
  };
}
async function makePlan({ inputs, desired, vault, effects: effects2 }, meanwhile = async () => {
}) {
  const { clock: clock2, log } = effects2;
  const { prune, update_credentials } = inputs.guards;
  const planFrom = (live2, credentials3, evidence) => planApply(desired, live2, { prune, update_credentials, now: clock2.now(), credentials: credentials3, evidence });
  const [{ live, other }, credentials2, version3] = await log.group(
    "Read Vault",
    () => Promise.all([
      observe2(vault, desired, { undeclared: prune }).then((live2) => {
        const other2 = meanwhile(planFrom(live2, noFindings, noPlanEvidence));
        other2.catch(() => {
        });
        return { live: live2, other: other2 };
      }),
      checkCredentials(desired, inputs.guards, effects2),
      declaresReplicas(desired) ? vaultVersion(vault) : null
    ])
  );
  const identities = { common: inputs.verification.settings, unidentified: credentials2.unidentified };
  const aws2 = inputs.guards.check_credentials === "off" ? noPlanEvidence : await readAwsForPlan(desired, live, identities, effects2);
  const isMissing = live.mounts.some(({ missing: missing2 }) => missing2);
  const vault_version = version3 ?? (isMissing ? await vaultVersion(vault) : null);
  const plan = planFrom(live, credentials2, { ...aws2, vault_version });
  await other;
  return { plan, live };
}
function declaresReplicas({ mounts }) {
  return mounts.some(({ keys: keys2 }) => keys2.some((key2) => key2.replica_regions.length > 0));
}
async function printPlan(plan, command2, log) {
  await log.group("Plan", async () => {
    for (const line2 of planText(plan, command2)) log.info(line2);
  });
  for (const { code: code2, message } of plan.notices) {
    if (code2 === "credentials_unknown") log.warning(message);
    else if (code2 !== "permissions_not_simulated") log.notice(message);
  }
}
function driftError({ in_sync, steps }) {
  if (in_sync) return null;
  const drifted = steps.filter((step2) => step2.op !== "refresh_credentials");
  return new RunError(
    "drift",
    `Vault differs from the declaration: ${count(drifted.length, "step")} would be applied.`,
    "Run apply, or change the declaration. fail_on_drift: true makes this a failure."
  );
}
function undeclaredError({ undeclared: undeclared3 }) {
  if (undeclared3.length === 0) return null;
  const shown5 = undeclared3.slice(0, 20).join(", ");
  const more3 = undeclared3.length > 20 ? ` and ${undeclared3.length - 20} more` : "";
  return new RunError(
    "undeclared",
    `Vault has ${count(undeclared3.length, "undeclared object")}: ${shown5}${more3}.`,
    "Declare them, or remove them with `prune: true` and `confirm`. fail_on_undeclared makes this a failure."
  );
}

// src/action/commands/apply-command.ts
async function applyCommand(job) {
  let known3 = nothingKnown;
  const { plan, live } = await makePlan(job, async (draft) => {
    known3 = await capabilitiesFor2(draft, job);
  });
  return executePlan(job, plan, live, [], known3);
}
async function executePlan(job, planned, live, usage = [], known3 = nothingKnown) {
  const { desired, inputs, max_concurrency, effects: effects2 } = job;
  const { held } = await capabilitiesFor2(planned, job, known3);
  const permitted = blockDeniedSteps(planned, desired, held);
  const { plan, error: used } = await checkKeyUsage(job, permitted, live, usage);
  await printPlan(plan, inputs.command, effects2.log);
  const limits3 = { uses_left: job.token?.usesLeft() ?? null, ends: job.token?.ends() ?? null };
  const error = guardError(plan, inputs.guards) ?? used ?? tooFewUses(plan, limits3);
  if (error !== null) return { plan, distributions: distributionsOf(desired, vaultStateFrom(live)), error };
  const warning2 = tooShortLife(plan, limits3, effects2.clock.now());
  if (warning2 !== null) effects2.log.warning(warning2);
  if (!plan.in_sync) effects2.onFirstWrite();
  const applied = await effects2.log.group(
    "Apply",
    () => apply(job.vault, plan, desired, live, {
      ...effects2,
      max_concurrency,
      hasReplicas: replicaCheck(job)
    })
  );
  const result = { plan, ...resultOf(applied, desired) };
  for (const line2 of arrivals(applied.done, result.distributions)) effects2.log.info(line2);
  for (const { level, text: text4 } of await describeRemovals(job, applied.done)) effects2.log[level](text4);
  const { verify_with } = inputs.verification;
  if (result.error !== void 0 || verify_with === "none" || !hasDistributions(desired)) return result;
  return { ...result, ...await verifyDistributions(desired, applied.state, inputs, effects2, job.audit) };
}
var nothingKnown = { paths: /* @__PURE__ */ new Set(), held: /* @__PURE__ */ new Map() };
async function capabilitiesFor2(plan, { desired, vault }, known3 = nothingKnown) {
  const paths = pathsToCheck(plan, desired).filter((path) => !known3.paths.has(path));
  const held = await readCapabilities(vault, paths);
  return { paths: /* @__PURE__ */ new Set([...known3.paths, ...paths]), held: new Map([...known3.held, ...held]) };
}
function replicaCheck({ inputs, effects: effects2 }) {
  if (inputs.guards.check_credentials === "off") return async () => false;
  const identities = { common: inputs.verification.settings, unidentified: /* @__PURE__ */ new Set() };
  return (target, record3) => hasReplicas(target, record3, identities, effects2);
}
function hasDistributions({ mounts }) {
  return mounts.some(({ keys: keys2 }) => keys2.some(({ kms }) => kms !== null));
}
function arrivals(done, distributions2 = []) {
  const ids = new Set(done.filter(({ op }) => op === "distribute" || op === "rotate").map(({ id }) => id));
  return distributions2.filter(({ id, namespace, path, key: key2 }) => ids.has(id) || ids.has(keyId({ namespace, path }, key2))).map(
    ({ key: key2, region: region2, alias, latest_version, versions: versions2 }) => `${key2}: ${alias} in ${region2}, version ${latest_version}, KMS key ${versions2[latest_version] ?? "not recorded"}`
  );
}
function resultOf(applied, desired) {
  const { done, failed: failed5, left, state } = applied;
  const error = applyError(applied);
  const begun = [...done, ...failed5.map(({ step: step2 }) => step2)];
  return {
    changed: begun.some(({ op }) => op !== "refresh_credentials"),
    applied: {
      done,
      failed: failed5.map(({ step: step2, error: error2 }) => ({ ...step2, error: describe(error2).message })),
      left
    },
    distributions: distributionsOf(desired, state),
    ...error === null ? {} : { error }
  };
}
function applyError({ done, failed: failed5, left }) {
  if (failed5.length === 0 && left.length === 0) return null;
  const total = done.length + failed5.length + left.length;
  const progress = `${done.length} of ${count(total, "step")} ${done.length === 1 ? "is" : "are"} done`;
  const [first] = failed5;
  if (first === void 0) {
    return new RunError(
      "cancelled",
      `The run was cancelled: ${progress}.`,
      "Run again to continue with the remaining steps."
    );
  }
  return new RunError(
    first.error instanceof RunError ? first.error.code : "step_failed",
    failed5.map(({ step: step2, error }) => `${step2.op} ${step2.id}: ${describe(error).message}`).join("\n"),
    `${progress}; run again to continue with the others.`,
    { cause: first.error }
  );
}

// src/plan/plan-destroy.ts
init_id();
function planDestroy(desired, live) {
  const parts = desired.mounts.flatMap(
    (mount2, index) => mount2.kms.map((provider2) => destroyProvider(mount2, live.mounts[index], provider2))
  );
  return sealPlan({ ...mergeParts(parts), undeclared: [] });
}
function destroyProvider(mount2, live, declared) {
  const id = providerId(mount2, declared.name);
  const provider2 = live.kms.find(({ name: name2 }) => name2 === declared.name);
  if (provider2 === void 0) {
    if (live.missing) return blockedPart(mountMissing(mount2));
    return noticePart({ code: "already_gone", id, message: `${id}: it is not registered.` });
  }
  const leaving = new Set(mount2.keys.filter((key2) => key2.kms === declared.name).map((key2) => key2.name));
  const staying = provider2.key_names.filter((key2) => !leaving.has(key2));
  const removals = provider2.key_names.filter((key2) => leaving.has(key2)).map((key2) => removeDistribution(mount2, provider2, key2, "its provider is deleted"));
  const declareThem = `Declare them with kms: ${declared.name} to remove them too, or remove them from the provider first.`;
  const wrongOne = "This may be another provider than the declared one: declare what Vault has.";
  return {
    steps: [...removals, deleteProvider(id, removals, "no key is left on it")],
    refusals: [
      ...staying.length === 0 ? [] : [providerInUse(id, staying, declareThem)],
      ...immutable2(id, "provider", provider2.provider, declared.provider, wrongOne),
      ...immutable2(id, "key_collection", provider2.key_collection, declared.key_collection, wrongOne)
    ],
    notices: waitingPeriod(id, provider2, removals)
  };
}

// src/action/commands/destroy-command.ts
async function destroyCommand(job) {
  const { desired, vault, effects: effects2 } = job;
  const live = await effects2.log.group("Read Vault", () => observe2(vault, desired, { undeclared: false }));
  return executePlan(job, planDestroy(desired, live), live);
}

// src/model/diagnosis.ts
function diagnosisOf(checks2) {
  const has = (status) => checks2.some((check2) => check2.status === status);
  return { schema_version: 1, status: has("failed") ? "failed" : has("warning") ? "warning" : "ok", checks: checks2 };
}

// src/doctor/doctor-check.ts
function ok(subject, message) {
  return { subject, status: "ok", message, remedy: "" };
}
function warning(subject, message, remedy2) {
  return { subject, status: "warning", message, remedy: remedy2 };
}
function failed4(subject, message, remedy2) {
  return { subject, status: "failed", message, remedy: remedy2 };
}
function skipped(subject, message) {
  return { subject, status: "skipped", message, remedy: "" };
}

// src/doctor/providers.ts
init_id();
function providersOf({
  desired,
  verify: verify3
}) {
  return desired.mounts.flatMap(
    (mount2) => mount2.kms.map((provider2) => {
      const settings = {
        role_arn: provider2.verify.role_arn ?? verify3.role_arn,
        external_id: provider2.verify.external_id ?? verify3.external_id,
        principal_arn: provider2.verify.principal_arn ?? verify3.principal_arn,
        account_id: provider2.verify.account_id
      };
      const { role_arn } = settings;
      return {
        id: providerId(mount2, provider2.name),
        provider: provider2,
        verify: settings,
        reader: `${provider2.key_collection}, ${role_arn === null ? "this job's AWS credentials" : role_arn}`
      };
    })
  );
}
async function openVerifier({ provider: provider2, verify: { role_arn, external_id } }, { env, clock: clock2 }) {
  const [{ openReader: openReader2 }, { openSharedConnections: openSharedConnections2 }] = await Promise.all([
    Promise.resolve().then(() => (init_open_reader(), open_reader_exports)),
    Promise.resolve().then(() => (init_aws_effects(), aws_effects_exports))
  ]);
  return openReader2(
    role_arn === null ? { kind: "self" } : { kind: "role", role_arn, external_id },
    provider2.key_collection,
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
  const { denied: denied4, open: open4 } = await auditPrincipal2(
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
      failed4(
        principal_arn,
        `denied: ${denied4.join(", ")}`,
        "Grant the actions: the command policy prints the IAM policy for Vault's principal."
      )
    ];
  if (open4.length > 0)
    return [
      warning(principal_arn, `not decided: ${open4.join(", ")}`, "The command verify says why, per action.")
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
    if (Math.abs(skew) > limits.failed) return [failed4(host, message, remedy2)];
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
    providersOf(context).filter(({ provider: provider2 }) => provider2.credentials !== null).map((subject) => credentialsResult(subject, context))
  )
};
async function credentialsResult({ id, provider: provider2 }, { allowed_account_ids, env, clock: clock2 }) {
  const [{ verifyCredentials: verifyCredentials2 }, { openSharedConnections: openSharedConnections2 }] = await Promise.all([
    Promise.resolve().then(() => (init_verify_credentials(), verify_credentials_exports)),
    Promise.resolve().then(() => (init_aws_effects(), aws_effects_exports))
  ]);
  const { verdict, arn: arn2, account_id, simulation_denied, messages } = await verifyCredentials2(
    {
      credentials: provider2.credentials,
      region: provider2.key_collection,
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
  if (verdict === "unknown") return warning(id, message, remedies2.unknown);
  return failed4(id, message, remedies2[verdict]);
}
var remedies2 = {
  invalid: "Declare credentials that AWS accepts, of an allowed account.",
  denied: "Grant the actions: the command policy prints the IAM policy that Vault’s principal needs.",
  unknown: "Run it with an identity and a network that can check them, or set `check_credentials: off`."
};

// src/vault/login/id-token-permission.ts
init_read_text_file();
function missingIdToken(env) {
  const names2 = ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  const absent = names2.filter((name2) => !env[name2]);
  if (absent.length === 0) return null;
  const message = `method jwt needs the job's OIDC token, but ${absent.join(" and ")} ${absent.length > 1 ? "are" : "is"} not set`;
  if (fromFork(env)) {
    return {
      message: `${message}: the pull request comes from a fork.`,
      remedy: "GitHub gives pull requests from forks no OIDC token, even with the permission. Skip this step for them: `if: github.event.pull_request.head.repo.fork != true`."
    };
  }
  return {
    message: `${message}: the job may not request an OIDC token.`,
    remedy: "Add `permissions: {id-token: write, contents: read}` to the job (to the calling job as well when this is a reusable workflow), or give a `jwt`."
  };
}
var largestEvent = 25 * 1024 * 1024;
function fromFork({ GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: base }) {
  if (!path || !base) return false;
  try {
    const head2 = JSON.parse(readTextFile(path, largestEvent))?.pull_request?.head?.repo?.full_name;
    return typeof head2 === "string" && head2 !== base;
  } catch {
    return false;
  }
}

// src/doctor/checks/github-oidc.ts
var githubOidc = {
  id: "github_oidc",
  proves: "GitHub gives this job an OIDC token, where the login needs one.",
  needs: [],
  run: async ({ settings, env }) => {
    const { method, jwt: jwt2 } = settings.login;
    if (method !== "jwt" || jwt2 !== null) return [];
    const missing2 = missingIdToken(env);
    if (missing2 !== null) return [failed4("job", missing2.message, missing2.remedy)];
    return [ok("job", "may request an OIDC token")];
  }
};

// src/doctor/checks/keymgmt-mount.ts
init_id();

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
      found2.mounts.map(async (mount2) => ({
        mount: mount2,
        result: await mountResult(found2.vault, mount2, otherEdition(found2.health))
      }))
    );
    found2.engines = results.filter(({ result }) => result.status === "ok").map(({ mount: mount2 }) => mount2);
    return results.map(({ result }) => result);
  }
};
async function mountResult(vault, mount2, edition) {
  const id = mountId(mount2);
  const engine = await new Keymgmt(vault, mount2).engine();
  if (engine?.type.includes("keymgmt")) return ok(id, "a keymgmt engine is mounted");
  if (engine !== null)
    return failed4(
      id,
      `the engine mounted there is "${engine.type}", not keymgmt`,
      "Declare the path of the keymgmt engine, or a free path with `create_mount: true`."
    );
  if (edition !== null)
    return failed4(id, `no keymgmt engine is mounted there, and the server is ${edition}`, needsEnterprise);
  if (mount2.create_mount)
    return ok(id, "nothing is mounted; `apply` enables the engine (`create_mount: true`)");
  return failed4(
    id,
    "no keymgmt engine is mounted there, or the token has no policy for any path below it",
    `Check \`path\` and \`namespace\` (vault secrets list), set \`create_mount: true\`, or give the token the policy that the command policy prints.`
  );
}

// src/doctor/checks/lambda-function.ts
init_version();
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
function versionResult(name2, deployed) {
  if (deployed === version) return [ok(name2, `version ${deployed}, may be invoked`)];
  return [
    failed4(
      name2,
      `the function has the version ${deployed}, this action ${version}`,
      "Deploy the function's bundle of this action's version."
    )
  ];
}
function denied3(name2) {
  return (role2) => failed4(
    name2,
    `the function's ALLOWED_ROLE_ARNS does not list ${role2}`,
    "Add the role to the parameter AllowedRoleArns of the stack, and deploy it."
  );
}

// src/doctor/checks/provider-region.ts
init_partitions();
var providerRegion = {
  id: "provider_region",
  proves: "Each provider's `key_collection`, and each key's replica region, is an AWS region.",
  needs: [],
  run: async (context) => providersOf(context).map(
    ({ id, provider: provider2 }) => regions.includes(provider2.key_collection) ? ok(id, provider2.key_collection) : warning(
      id,
      `${provider2.key_collection} is no region that this version knows`,
      "Check `key_collection`: Vault cannot change it once the provider is registered."
    )
  )
};

// src/doctor/checks/proxy-in-effect.ts
init_proxy();
init_partitions();
var proxy = {
  id: "proxy",
  proves: "HTTPS_PROXY, HTTP_PROXY and NO_PROXY are well-formed; which hop each host is reached by.",
  needs: [],
  run: async ({ settings, desired, env }) => {
    const regions2 = desired.mounts.flatMap(({ kms }) => kms.map(({ key_collection }) => key_collection));
    const targets = [
      settings.connection.url,
      ...[...new Set(regions2)].map(
        (region2) => new URL(`https://kms.${region2}.${partitionOf(region2).dns_suffix}`)
      ),
      new URL(env["GITHUB_API_URL"] || "https://api.github.com")
    ];
    return targets.map((target) => {
      try {
        const hop = proxyFor(target, env);
        return ok(
          target.host,
          hop === null ? "no proxy applies" : `connections go through the proxy ${hop.host}`
        );
      } catch (error) {
        const { message, remedy: remedy2 } = error;
        return failed4(target.host, message, remedy2);
      }
    });
  }
};

// src/policy/vault-policies.ts
init_id();
var jobs = ["plan", "apply", "rotate", "destroy", "verify"];
function vaultPolicies(desired, prune) {
  const rules2 = vaultRules(desired, prune);
  return Object.fromEntries(jobs.map((job) => [job, hcl(rules2[job])]));
}
function vaultRules(desired, prune) {
  const rulesOf = (job) => desired.mounts.flatMap((mount2) => [
    ...rulesFor[job](mount2),
    ...prune && job === "apply" ? pruning(mount2) : []
  ]);
  return Object.fromEntries(jobs.map((job) => [job, merge(rulesOf(job))]));
}
var rulesFor = {
  plan: observe3,
  verify: observe3,
  apply: (mount2) => [
    ...observe3(mount2),
    ...mount2.create_mount ? [rule(`${prefix(mount2)}sys/mounts/${mount2.path}`, "create", "update")] : [],
    ...mount2.kms.map(({ name: name2 }) => rule(providerId(mount2, name2), "create", "update")),
    ...mount2.keys.map(({ name: name2 }) => rule(keyId(mount2, name2), "create", "update")),
    ...distributions(mount2).map((id) => rule(id, "create", "update")),
    ...distributions(mount2, (key2) => key2.replica_regions.length > 0).map(
      (id) => rule(`${id}/replicate`, "create", "update")
    )
  ],
  rotate: (mount2) => [
    ...observe3(mount2),
    ...mount2.keys.map(({ name: name2 }) => rule(`${keyId(mount2, name2)}/rotate`, "create", "update"))
  ],
  destroy: (mount2) => [
    ...observe3(mount2),
    ...distributions(mount2).map((id) => rule(id, "delete")),
    ...mount2.kms.map(({ name: name2 }) => rule(providerId(mount2, name2), "delete"))
  ]
};
function observe3(mount2) {
  return [
    rule(`${mountId(mount2)}/key`, "list"),
    rule(`${mountId(mount2)}/kms`, "list"),
    ...mount2.kms.flatMap(({ name: name2 }) => [
      rule(providerId(mount2, name2), "read"),
      rule(`${providerId(mount2, name2)}/key`, "list")
    ]),
    ...mount2.keys.flatMap(({ name: name2, kms }) => [
      rule(keyId(mount2, name2), "read"),
      ...kms === null ? [] : [rule(`${keyId(mount2, name2)}/kms`, "list")]
    ]),
    ...distributions(mount2).map((id) => rule(id, "read"))
  ];
}
function pruning(mount2) {
  const at = mountId(mount2);
  return [
    rule(`${at}/kms/+`, "read", "delete"),
    rule(`${at}/kms/+/key/`, "list"),
    rule(`${at}/kms/+/key/+`, "read", "delete")
  ];
}
function distributions(mount2, which = () => true) {
  return mount2.keys.flatMap(
    (key2) => key2.kms === null || !which(key2) ? [] : [distributionId(mount2, key2.kms, key2.name)]
  );
}
function prefix({ namespace }) {
  return namespace === "" ? "" : `${namespace}/`;
}
function rule(path, ...capabilities) {
  return { path, capabilities };
}
function merge(rules2) {
  const byPath = /* @__PURE__ */ new Map();
  for (const { path, capabilities } of rules2) {
    const known3 = byPath.get(path) ?? /* @__PURE__ */ new Set();
    for (const capability of capabilities) known3.add(capability);
    byPath.set(path, known3);
  }
  return [...byPath].map(([path, capabilities]) => ({ path, capabilities: [...capabilities] }));
}
function hcl(rules2) {
  return rules2.map(
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
    const rules2 = vaultRules({ mounts: found2.engines }, false);
    const paths = [...new Set(Object.values(rules2).flatMap((list4) => list4.map(({ path }) => path)))];
    const held = await found2.vault.put({ namespace: "", path: ["sys", "capabilities-self"] }, { paths });
    return Object.entries(rules2).map(
      ([job, list4]) => capabilityResult(
        job,
        list4.flatMap((rule4) => missingFrom(rule4, held?.[rule4.path]))
      )
    );
  }
};
function missingFrom({ path, capabilities }, held) {
  const has = (capability) => Array.isArray(held) && (held.includes("root") || held.includes(capability) && !held.includes("deny"));
  const writes = has("create") || has("update");
  return capabilities.filter((capability) => capability === "create" || capability === "update" ? !writes : !has(capability)).map((capability) => `${capability} on ${path}`);
}
var most2 = 5;
function capabilityResult(job, missing2) {
  if (missing2.length === 0) return ok(job, "every capability is there");
  const more3 = missing2.length > most2 ? `, and ${missing2.length - most2} more` : "";
  const message = `the token lacks ${missing2.slice(0, most2).join(", ")}${more3}`;
  const remedy2 = `Give the token the policy for ${job} that the command policy prints.`;
  return basic.has(job) ? failed4(job, message, remedy2) : warning(job, message, remedy2);
}

// src/doctor/checks/vault-dns.ts
var import_promises2 = require("node:dns/promises");
var import_node_net4 = require("node:net");

// src/doctor/hop.ts
init_proxy();
function hopToVault({ settings, env }) {
  const { url } = settings.connection;
  const proxy2 = proxyFor(url, env);
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
    if ((0, import_node_net4.isIP)(host) !== 0) return [ok(shown5, "is an address; no name to resolve")];
    try {
      const addresses = await (0, import_promises2.lookup)(host, { all: true });
      return [ok(shown5, `resolves to ${addresses.map(({ address }) => address).join(", ")}`)];
    } catch (error) {
      const { code: code2 = "unknown error" } = error;
      const remedy2 = shown5.startsWith("the proxy") ? "Correct HTTPS_PROXY, or except Vault from the proxy with NO_PROXY." : "Check the host in `url`, or use a runner inside the network that Vault is in.";
      return [failed4(shown5, `the name does not resolve on this machine (${code2})`, remedy2)];
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
    if (notVault !== void 0) return [failed4(host, notVault.message, notVault.remedy)];
    return [ok(host, `answers as ${health?.version === "" ? "Vault" : `Vault ${health?.version}`}`)];
  }
};

// src/doctor/checks/vault-login.ts
var vaultLogin = {
  id: "vault_login",
  proves: "The login method accepts what it is given and answers with a token.",
  needs: ["vault_seal", "clock"],
  run: async ({ settings, connection, found: found2, onLogin, ...effects2 }) => {
    const { method, auth_path } = settings.login;
    const subject = method === "token" ? "token" : `auth/${auth_path}`;
    try {
      const session = await login(settings.login, connection, effects2);
      onLogin(session);
      found2.vault = connection.with({ token: session.token });
      return [ok(subject, method === "token" ? "a token is given" : `logged in by ${method}`)];
    } catch (error) {
      const { message, remedy: remedy2 = "" } = error;
      return [failed4(subject, message, remedy2)];
    }
  }
};

// src/doctor/checks/vault-namespace.ts
var vaultNamespace = {
  id: "vault_namespace",
  proves: "Each mount's namespace is there, and the token may use it.",
  needs: ["vault_token"],
  run: async ({ settings, desired, found: found2 }) => {
    const names2 = [...new Set(desired.mounts.map(({ namespace }) => namespace))];
    const base = settings.connection.namespace;
    const results = await Promise.all(
      names2.map(async (namespace) => {
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
    if (!(error instanceof VaultError)) throw error;
    return failed4(shown5, error.message, error.remedy);
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
      return [failed4(host, "Vault is not initialized", "Initialize it: vault operator init")];
    if (health.sealed)
      return [
        failed4(host, "Vault is sealed", "Unseal it (vault operator unseal), or repair its auto-unseal.")
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
        failed4(
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
var import_node_net5 = require("node:net");
var openTimeout = 5e3;
var vaultTcp = {
  id: "vault_tcp",
  proves: "A connection to Vault, or to the proxy on the way to it, opens.",
  needs: ["vault_dns"],
  run: async (context) => {
    const { host, port, shown: shown5 } = hopToVault(context);
    const started = context.clock.now().getTime();
    const code2 = await openConnection(host, port);
    if (code2 === null) return [ok(shown5, `connected in ${context.clock.now().getTime() - started} ms`)];
    const isProxy = shown5.startsWith("the proxy");
    return [
      code2 === "ECONNREFUSED" ? failed4(
        shown5,
        "the connection is refused: nothing listens on this port",
        isProxy ? "Correct HTTPS_PROXY, or except Vault from the proxy with NO_PROXY." : "Check host and port in `url`, and that Vault runs."
      ) : failed4(
        shown5,
        `the connection does not open (${code2})`,
        isProxy ? "Check the network path to the proxy, or except Vault from it with NO_PROXY." : "Check firewalls and security groups between this machine and Vault, HTTPS_PROXY, or use a runner inside the network that Vault is in."
      )
    ];
  }
};
function openConnection(host, port) {
  return new Promise((resolve7) => {
    const socket = (0, import_node_net5.connect)({ host, port, timeout: openTimeout });
    const end2 = (code2) => {
      socket.destroy();
      resolve7(code2);
    };
    socket.once("connect", () => end2(null));
    socket.once("timeout", () => end2("ETIMEDOUT"));
    socket.once("error", (error) => end2(error.code ?? error.message));
  });
}

// src/vault/http/read-health.ts
init_dist();
var healthAnswer = object({
  initialized: boolean(),
  sealed: boolean(),
  standby: optional(boolean(), false),
  performance_standby: optional(boolean(), false),
  replication_dr_mode: optional(string()),
  version: optional(string(), ""),
  enterprise: optional(boolean()),
  server_time_utc: optional(number())
});
var query = "?standbyok=true&perfstandbyok=true&sealedcode=200&uninitcode=200&drsecondarycode=200";
async function readHealth({ url, tls, user_agent }, env, signal) {
  const request = { method: "GET", path: "sys/health" };
  const at = urlOf2(url, ["sys", "health"], query);
  const connections = routes(tls, 1, env);
  const route = connections.to(at);
  try {
    const { status, headers, text: text4 } = await route.send({
      method: "GET",
      url: at,
      headers: { "user-agent": user_agent, "x-vault-request": "true" },
      body: null,
      signal
    });
    const response = { status, text: text4, content_type: headers["content-type"] ?? "", retry_after: null };
    const answer = safeParse(healthAnswer, parse(response.text));
    if (!answer.success) throw notVaultError(request, response);
    const { replication_dr_mode = null, enterprise = null, server_time_utc, ...rest } = answer.output;
    return {
      ...rest,
      replication_dr_mode,
      enterprise,
      server_time: server_time_utc === void 0 ? null : new Date(server_time_utc * 1e3)
    };
  } catch (error) {
    throw error.name === "VaultError" ? error : connectionError(request, error, route.shown);
  } finally {
    await connections.close();
  }
}

// src/doctor/checks/vault-tls.ts
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
      if (!(error instanceof VaultError)) throw error;
      if (error.code === "not_vault") found2.notVault = error;
      else return [failed4(url.host, error.message, error.remedy)];
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
  policies: optional(nullable(array(string()))),
  identity_policies: optional(nullable(array(string()))),
  ttl: optional(number(), 0),
  num_uses: optional(number(), 0),
  renewable: optional(nullable(boolean()), false),
  type: optional(string(), "service")
});
var vaultToken = {
  id: "vault_token",
  proves: "The token is valid, lives longer than a run, and has uses left.",
  needs: ["vault_login"],
  run: async ({ settings, found: found2 }) => {
    const { timeout } = settings.connection;
    const namespace = settings.login.auth_namespace;
    const data = await found2.vault.with({ namespace }).get({ namespace: "", path: ["auth", "token", "lookup-self"] });
    const parsed2 = safeParse(tokenAnswer, data);
    if (!parsed2.success) return [failed4("token", "Vault answers no token to lookup-self", "Check `url`.")];
    const { policies, identity_policies, ttl, num_uses, renewable, type } = parsed2.output;
    const named8 = [...policies ?? [], ...identity_policies ?? []].join(", ") || "none";
    const life = ttl === 0 ? "without an end" : `for ${ttl} s more${renewable ? ", renewable" : ""}`;
    return [
      ok("token", `${type} token, valid ${life}, policies: ${named8}`),
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
init_failure_remedy();
var verifierIdentity2 = {
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
    return failed4(
      subject.reader,
      `AWS does not accept the verifier identity (${showFailure(identity.failure)})`,
      failureRemedy(identity.failure)
    );
  const { arn: arn2, account_id } = identity.value;
  const expected2 = subject.verify.account_id;
  if (expected2 !== null && expected2 !== account_id)
    return failed4(
      subject.reader,
      `${arn2} is in the account ${account_id}, and the provider declares ${expected2}`,
      "Assume a role of the declared account (`verify.role_arn`), or correct `verify.account_id`."
    );
  return ok(subject.reader, `${arn2}, account ${account_id}`);
}

// src/doctor/checks/verifier-permissions.ts
init_evidence();
init_failure_remedy();
var verifierPermissions = {
  id: "verifier_permissions",
  proves: "The verifier identity reaches KMS and IAM, and may list aliases and simulate policies.",
  needs: ["verifier_identity"],
  run: async (context) => (await Promise.all((context.found.readers ?? []).map((subject) => readResults(subject, context)))).flat()
};
async function readResults(subject, context) {
  const opened = await openVerifier(subject, context);
  if (!opened.ok) return [failed4(subject.reader, showFailure(opened.failure), failureRemedy(opened.failure))];
  const reader = opened.value;
  const identity = await reader.identity();
  const audited = subject.verify.principal_arn ?? (identity.ok ? identity.value.arn : null);
  const [aliases, simulation] = await Promise.all([
    reader.aliases(subject.provider.key_collection),
    audited === null ? null : reader.simulate(audited, { actions: ["kms:ListAliases"], resources: [], context: [] })
  ]);
  return [
    callResult(subject.reader, "kms:ListAliases", aliases, failed4),
    ...simulation === null ? [] : [callResult(subject.reader, "iam:SimulatePrincipalPolicy", simulation, warning)]
  ];
}
function callResult(subject, action, evidence, problem3) {
  if (evidence.ok) return ok(subject, `${action} works`);
  return problem3(subject, showFailure(evidence.failure), failureRemedy(evidence.failure));
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
  verifierIdentity2,
  verifierPermissions,
  auditedPermissions,
  lambdaFunction
];

// src/doctor/run-doctor-checks.ts
async function runChecks(checks2, context, timeUp) {
  const ended = /* @__PURE__ */ new Map();
  const outOfTime2 = timeUp.then((limit6) => [
    failed4(
      "",
      `no result within ${limit6}`,
      "Run again. If it stays, check the host that the check connects to."
    )
  ]);
  for (const check2 of checks2) ended.set(check2.id, runCheck(check2, context, ended, outOfTime2));
  const results = await Promise.all(
    checks2.map(async ({ id }) => (await ended.get(id)).map((result) => ({ id, ...result })))
  );
  return results.flat();
}
async function runCheck({ needs: needs2, run }, context, ended, outOfTime2) {
  const standing = await Promise.all(needs2.map(async (id) => ({ id, stands: stands(await ended.get(id)) })));
  const missing2 = standing.filter(({ stands: stands2 }) => !stands2).map(({ id }) => id);
  if (missing2.length > 0) return [skipped("", `needs ${missing2.join(", ")}`)];
  return Promise.race([run(context).catch(thrown), outOfTime2]);
}
function stands(results) {
  return results.length === 0 || results.some(({ status }) => status === "ok" || status === "warning");
}
function thrown(error) {
  const { message, remedy: remedy2 = "" } = error;
  return [failed4("", message ?? String(error), remedy2)];
}

// src/doctor/diagnose.ts
var limit = 3e4;
async function diagnose(request, effects2) {
  const timer = new AbortController();
  const signal = AbortSignal.any([effects2.signal, timer.signal]);
  const timeUp = effects2.clock.sleep(limit, timer.signal).then(() => `${limit / 1e3} s`).catch(() => new Promise(() => {
  }));
  const policy = { ...defaultRetryPolicy, tries: 1 };
  const connection = connect(request.settings.connection, { ...effects2, signal }, policy);
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
init_errors();
init_problem();

// src/render/diagnosis-text.ts
init_plan_wording();
function diagnosisText(diagnosis) {
  return [...diagnosis.checks.flatMap(checkText), diagnosisHeadline(diagnosis)];
}
function diagnosisHeadline({ status, checks: checks2 }) {
  const of = (wanted2) => checks2.filter((check2) => check2.status === wanted2).length;
  const counts = `${of("ok")} ok, ${count(of("warning"), "warning")}, ${of("failed")} failed, ${of("skipped")} skipped`;
  const verdict = { ok: "Ready.", warning: "Ready, with warnings.", failed: "Not ready." }[status];
  return `${verdict} ${counts}.`;
}
function checkLine({ id, subject, status, message }) {
  return `[${status}] ${id}: ${subject === "" ? "" : `${subject}: `}${message}`;
}
function checkText(check2) {
  return [checkLine(check2), ...check2.remedy === "" ? [] : [`    → ${check2.remedy}`]];
}

// src/action/commands/doctor-command.ts
async function doctorCommand({ inputs, desired, settings }, effects2) {
  const { verification: verification2, guards: guards2 } = inputs;
  const diagnosis = await diagnose(
    {
      settings,
      desired,
      verify: verification2.settings,
      permissions: verification2.permissions,
      allowed_account_ids: guards2.allowed_account_ids,
      lambda: lambdaTarget(verification2, effects2.env)
    },
    effects2
  );
  for (const line2 of diagnosisText(diagnosis)) effects2.log.info(line2);
  for (const check2 of diagnosis.checks.filter(({ status }) => status === "warning"))
    effects2.log.warning(problemLine(check2));
  const failed5 = diagnosis.checks.filter(({ status }) => status === "failed");
  if (failed5.length === 0) return { diagnosis };
  return { diagnosis, error: new RunError("not_ready", failed5.map(problemLine).join("\n"), "") };
}
function problemLine(check2) {
  return withRemedy({ message: checkLine(check2), remedy: check2.remedy });
}

// src/action/commands/import-command.ts
var import_promises3 = require("node:fs/promises");
var import_node_path = require("node:path");
init_errors();
init_id();
init_problem();

// src/observe/read-mount.ts
init_errors();
init_id();
async function readMount(vault, mount2, kms) {
  const engine = new Keymgmt(vault, mount2);
  const id = mountId(mount2);
  const kms_names = kms === null ? await engine.providers() : [kms];
  const providers = (await Promise.all(kms_names.map((name2) => readProvider2(engine, name2)))).filter(
    (provider2) => provider2 !== null
  );
  if (kms !== null && providers.length === 0) {
    throw new RunError(
      "provider_missing",
      `${id}/kms/${kms}: Vault has no such KMS provider.`,
      `List the providers: vault list ${id}/kms`
    );
  }
  const key_names = kms === null ? await engine.keys() : providers[0].key_names;
  const keys2 = await Promise.all(key_names.map((name2) => engine.key(name2)));
  return {
    namespace: mount2.namespace,
    path: mount2.path,
    missing: false,
    key_names,
    kms_names,
    kms: providers,
    keys: keys2.filter((key2) => key2 !== null).map((key2) => ({ ...key2, elsewhere: null }))
  };
}
async function readProvider2(engine, name2) {
  const [record3, key_names] = await Promise.all([engine.provider(name2), engine.distributions(name2)]);
  if (record3 === null) return null;
  const distributions2 = await Promise.all(key_names.map((key2) => engine.distribution(name2, key2)));
  return {
    name: name2,
    ...record3,
    key_names,
    distributions: distributions2.filter((distribution) => distribution !== null)
  };
}

// src/action/commands/import-command.ts
async function importCommand({
  inputs,
  vault,
  effects: { log, env, clock: clock2 }
}) {
  const { import_id: import_id38, declaration: declaration2, reporting: reporting2 } = inputs;
  const { mount: mount2, kms } = await mountOf(vault, import_id38, declaration2.inline.namespace);
  const live = await log.group("Read Vault", () => readMount(vault, mount2, kms));
  const { writeManifest: writeManifest2 } = await Promise.resolve().then(() => (init_write_manifest(), write_manifest_exports));
  const manifest = writeManifest2([live]);
  await log.group("Manifest", async () => log.info(manifest));
  const file = reporting2.manifest_path;
  const writeError = file === "" ? null : await write2((0, import_node_path.resolve)(env["GITHUB_WORKSPACE"] || ".", file), manifest);
  const error = writeError ?? await roundTripError(manifest, live, clock2.now());
  return { manifest, ...error === null ? {} : { error } };
}
async function write2(path, manifest) {
  try {
    await (0, import_promises3.mkdir)((0, import_node_path.dirname)(path), { recursive: true });
    await (0, import_promises3.writeFile)(path, manifest, { flag: "wx" });
    return null;
  } catch (error) {
    return new RunError(
      "manifest_unwritable",
      `The manifest could not be written to ${path}: ${error instanceof Error ? error.message : error}`,
      "Name a new file in manifest_path: an existing manifest may hold what Vault does not, such as rotate_after. The output manifest has the text as well.",
      { cause: error }
    );
  }
}
async function roundTripError(manifest, live, now) {
  const { declareManifest: declareManifest2 } = await Promise.resolve().then(() => (init_manifest(), manifest_exports));
  try {
    const { desired } = declareManifest2([{ text: manifest, file: null, input: "manifest" }], {});
    const credentials2 = { refusals: [], notices: [] };
    const options = {
      prune: false,
      update_credentials: "always",
      now,
      credentials: credentials2,
      evidence: noPlanEvidence
    };
    const plan = planApply(desired, { mounts: [live] }, options);
    if (plan.in_sync) return null;
    throw new RunError("plan_refused", planText(plan, "import").join("\n"), "");
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return new RunError(
      "import_unfaithful",
      `${mountId(live)}: a manifest cannot declare everything that Vault has:
${error.message}`,
      "The manifest was written. Remove or correct what is named before you apply it."
    );
  }
}
async function mountOf(vault, id, namespace) {
  const { path, kms = null } = /^(?<path>[^/].*?)(?:\/kms\/(?<kms>[^/]+))?$/.exec(id)?.groups ?? {};
  if (path === void 0 || id.endsWith("/")) throw notAnId(id);
  let other = null;
  for (const asked of candidates(path, namespace)) {
    const mounted = await engineAt(vault, asked);
    if (mounted === null) continue;
    if (!isKeymgmt(mounted)) {
      other ??= mounted.type;
      continue;
    }
    const mount2 = mountAt(asked, mounted.path);
    if (mount2 !== null) return { mount: mount2, kms };
  }
  if (other !== null) {
    throw new RunError(
      "not_keymgmt",
      `${path}: the engine mounted there is of type "${other}", not keymgmt.`,
      "Set import_id to the path of a keymgmt engine: `vault secrets list` shows the mounts."
    );
  }
  throw new RunError(
    "mount_missing",
    `${kms === null ? path : providerId({ namespace, path }, kms)}: no keymgmt engine is mounted there, or the token may not see it.`,
    "Check import_id, namespace and vault_namespace."
  );
}
function notAnId(id) {
  const message = id === "" ? "is missing." : `"${id}" is not an id.`;
  const remedy2 = "Write a provider’s id, such as keymgmt/kms/aws-us-west-2, or a mount’s path, such as keymgmt.";
  return new InvalidInput([
    { code: "invalid_import_id", at: "", source: inputLocation("import_id"), message, remedy: remedy2 }
  ]);
}
function candidates(id, namespace) {
  if (namespace !== "") {
    const path = id.startsWith(`${namespace}/`) ? id.slice(namespace.length + 1) : id;
    return [{ namespace, path }];
  }
  const parts = id.split("/");
  return parts.map((_, index) => ({
    namespace: parts.slice(0, index).join("/"),
    path: parts.slice(index).join("/")
  }));
}
function engineAt(vault, mount2) {
  return new Keymgmt(vault, mount2).engine().catch((error) => {
    if (error instanceof VaultError && (error.status === 400 || error.status === 404)) return null;
    throw error;
  });
}
function mountAt({ namespace, path }, mounted) {
  if (mounted === "" || mounted === path) return { namespace, path };
  if (!path.endsWith(`/${mounted}`)) return null;
  const inner = path.slice(0, -mounted.length - 1);
  return { namespace: namespace === "" ? inner : `${namespace}/${inner}`, path: mounted };
}

// src/policy/iam-policies.ts
init_partitions();
init_principal();

// src/policy/iam-statements.ts
init_principal();
init_all_checks();
init_kms_actions();

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
init_permission_sets();
function vaultPolicy(scope, sets) {
  const needs2 = permissionNeeds(sets, []);
  const actions2 = (which) => needs2.filter(which).map(({ action }) => action);
  const imported = { "kms:KeyOrigin": ["EXTERNAL"] };
  const creates = actions2(({ action }) => action === "kms:CreateKey");
  const finds = actions2(({ action, resources }) => resources.includes("any") && action !== "kms:CreateKey");
  const manages = actions2(
    ({ action, resources }) => resources.includes("key") && !resources.includes("alias") && action !== "kms:TagResource"
  );
  const tags = actions2(({ action }) => action === "kms:TagResource");
  const names2 = actions2(({ resources }) => resources.includes("alias"));
  return document([
    statement("CreateKeysToImport", creates, ["*"], {
      ...imported,
      ...requested(scope.regions, scope.replica_regions)
    }),
    statement("FindAliases", finds, ["*"], requested(scope.regions)),
    statement("ManageImportedKeys", manages, scope.keys, imported),
    statement("TagKeys", tags, scope.keys),
    statement("NameKeys", names2, [...scope.aliases, ...scope.keys])
  ]);
}
function verifierPolicy(scope, { depth, history }) {
  const principals = scope.principals.length > 0 ? scope.principals : ["*"];
  const ofKind = (kind) => principals.filter((arn2) => arn2 === "*" || parsePrincipal(arn2)?.kind === kind);
  const checked2 = checks.filter((check2) => depth === "full" || check2.depth === "standard").flatMap(({ calls: calls2 }) => calls2).filter((call) => call !== "kms:GetPublicKey" || scope.asymmetric);
  const decided = [...permissionCalls, ...history ? [historyCall] : []];
  const calls = (on2) => decided.filter((call) => call.on === on2).map(({ action }) => action);
  const inKms = unique3([...checked2, ...calls("keys")]).filter((action) => kmsAction(action) !== null);
  const onKeys = (action) => kmsAction(action).resources.includes("key");
  return document([
    statement(
      "FindKeys",
      inKms.filter((action) => !onKeys(action)),
      ["*"],
      requested(scope.regions)
    ),
    statement("ReadKeys", inKms.filter(onKeys), scope.keys),
    statement("AnalyzeKeyPolicies", unique3(checked2.filter((call) => call.startsWith("access-analyzer:"))), [
      "*"
    ]),
    statement("AuditVault", calls("principals"), principals),
    statement("ReadUsers", ofKind("user").length > 0 ? calls("users") : [], ofKind("user")),
    statement("ReadRoles", ofKind("role").length > 0 ? calls("roles") : [], ofKind("role")),
    statement("ReadHistory", calls("any"), ["*"])
  ]);
}
var checks = Object.values(checkCatalogue);
function unique3(list4) {
  return [...new Set(list4)].sort();
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
    verifier: verifierPolicy(scope, { depth: options.depth, history: false })
  };
}
function scopeOf2({ mounts }, common) {
  const providers = mounts.flatMap((mount2) => mount2.kms.map((provider2) => ({ mount: mount2, provider: provider2 })));
  const declared = mounts.flatMap(({ keys: keys2 }) => keys2.filter(({ kms }) => kms !== null));
  const scopes2 = providers.map(({ mount: mount2, provider: provider2 }) => ({
    home: provider2.key_collection,
    replicas: replicaRegions2(mount2, provider2),
    account: accountFor(provider2, common)
  }));
  const arns = (region2, account2, what) => `arn:${partitionOf(region2).id}:kms:${region2}:${account2}:${what}`;
  return {
    regions: unique4(scopes2.map(({ home }) => home)),
    replica_regions: unique4(scopes2.flatMap(({ replicas: replicas2 }) => replicas2)),
    keys: unique4(
      scopes2.flatMap(
        ({ home, replicas: replicas2, account: account2 }) => [home, ...replicas2].map((region2) => arns(region2, account2, "key/*"))
      )
    ),
    aliases: unique4(scopes2.map(({ home, account: account2 }) => arns(home, account2, "alias/hashicorp/*"))),
    principals: unique4(
      providers.flatMap(
        ({ provider: { verify: verify3 } }) => verify3.principal_arn ?? common.principal_arn ?? verify3.role_arn ?? common.role_arn ?? []
      )
    ),
    asymmetric: declared.some(({ type }) => type !== "aes256-gcm96")
  };
}
function replicaRegions2({ keys: keys2 }, { name: name2 }) {
  return unique4(keys2.filter(({ kms }) => kms === name2).flatMap((key2) => key2.replica_regions));
}
function accountFor({ verify: verify3 }, common) {
  const principal = verify3.principal_arn ?? common.principal_arn;
  return verify3.account_id ?? common.account_id ?? (principal === null ? null : accountOf(principal)) ?? "*";
}
function unique4(list4) {
  return [...new Set(list4)];
}

// src/action/commands/policy-command.ts
async function policyCommand(desired, { verification: verification2, guards: guards2 }, log) {
  const vault_policy = vaultPolicies(desired, guards2.prune);
  const { permissions: sets, depth, settings } = verification2;
  const iam_policy = iamPolicies(desired, { sets, depth, settings });
  for (const [job, hcl2] of Object.entries(vault_policy)) {
    await log.group(`Vault policy: ${job}`, async () => log.info(hcl2));
  }
  for (const [principal, document2] of Object.entries(iam_policy)) {
    const title2 = principal === "vault" ? "Vault's principal" : "the verifier";
    await log.group(`IAM policy: ${title2}`, async () => log.info(JSON.stringify(document2, null, 2)));
  }
  return { vault_policy, iam_policy };
}

// src/action/commands/rotate-command.ts
init_errors();
init_id();
init_problem();

// src/plan/plan-retire.ts
init_id();
var day2 = 864e5;
var noRetireEvidence = { usage: [], guard: usualIdleGuard };
function retirable(key2, retireAfter, now) {
  return replacedVersions(key2).filter(({ replaced }) => now.getTime() - replaced >= retireAfter).map(({ version: version3 }) => version3);
}
function retirableKeys(desired, live, now) {
  return desired.mounts.flatMap(
    (mount2, index) => mount2.keys.flatMap(({ name: name2, kms, retire_after }) => {
      const key2 = live.mounts[index].keys.find((one) => one.name === name2);
      const provider2 = live.mounts[index].kms.find((one) => one.name === kms);
      const record3 = provider2?.distributions.find((one) => one.key === name2);
      if (retire_after === null || key2 === void 0 || provider2 === void 0 || record3 === void 0)
        return [];
      return retirable(key2, retire_after, now).flatMap(
        (version3) => [provider2.key_collection, ...key2.replica_regions].map((region2) => ({
          step: keyId(mount2, name2),
          provider: providerId(mount2, provider2.name),
          version: String(version3),
          kms_key: record3.versions[version3] ?? "",
          region: region2
        }))
      );
    })
  );
}
function planRetire(id, { retire_after, kms }, key2, { usage, guard }, now) {
  if (retire_after === null) return emptyPart;
  const replaced = replacedVersions(key2);
  const candidates2 = retirable(key2, retire_after, now);
  const mine = usage.filter(({ step: step2 }) => step2 === id);
  const of = (version3) => mine.filter((evidence) => evidence.version === String(version3));
  const isIdle = (version3) => {
    if (guard.min_idle === 0) return true;
    if (kms !== null && of(version3).length === 0) return false;
    return of(version3).every((evidence) => idleness(evidence, guard.min_idle, now) === "idle");
  };
  const kept = candidates2.find((version3) => !isIdle(version3));
  const retired2 = candidates2.filter((version3) => kept === void 0 || version3 < kept);
  const notices = [
    ...replaced.map((version3) => lifecycle(id, version3, retire_after, of(version3.version), now)),
    ...kept === void 0 ? [] : [inUse(id, kept, of(kept), now)]
  ];
  const last = retired2.at(-1);
  if (last === void 0) return { ...emptyPart, notices };
  const from = key2.min_enabled_version;
  const which = retired2.length === 1 ? `version ${last} was` : `versions ${retired2.join(", ")} were`;
  const reason = `${which} replaced more than ${days2(retire_after)} ago (retire_after)`;
  const raise = step("update_key", id, [change("min_enabled_version", from, last + 1)], reason, [id]);
  return { steps: [{ ...raise, disruptive: true }], refusals: [], notices };
}
function replacedVersions({ versions: versions2, min_enabled_version }) {
  const created = (version3) => Date.parse(versions2[version3]?.creation_time ?? "");
  return Object.keys(versions2).map(Number).filter((version3) => version3 >= min_enabled_version).map((version3) => ({ version: version3, created: created(version3), replaced: created(version3 + 1) })).filter(({ replaced }) => !Number.isNaN(replaced));
}
function lifecycle(id, { version: version3, created, replaced }, retireAfter, usage, now) {
  const age = Number.isNaN(created) ? "of unknown age" : `${days2(now.getTime() - created)} old`;
  const due2 = new Date(replaced + retireAfter).toISOString().slice(0, 10);
  const uses2 = usage.map((evidence) => `; ${showUsage(evidence, now)} in ${evidence.region}`).join("");
  const message = `${id}: version ${version3} is ${age}, was replaced ${days2(now.getTime() - replaced)} ago and retires from ${due2} on${uses2}.`;
  return { code: "version_lifecycle", id, message };
}
function inUse(id, version3, usage, now) {
  const uses2 = usage.map((evidence) => `${showUsage(evidence, now)} in ${evidence.region}`).join(", ");
  const message = `${id}: version ${version3} is past its retire_after and stays enabled: ${uses2 || "its use was not read"}. Encrypt its data again with the latest version.`;
  return { code: "version_in_use", id, message };
}
function days2(milliseconds2) {
  return `${(milliseconds2 / day2).toFixed(1)} days`;
}

// src/plan/plan-rotate.ts
init_id();
function planRotate(desired, live, requests2, now, evidence = noRetireEvidence) {
  const parts = desired.mounts.flatMap(
    (mount2, index) => mount2.keys.map((key2) => {
      const observed2 = live.mounts[index];
      const rotated = requests2 === null ? due(mount2, observed2, key2, now) : requested2(mount2, observed2, key2.name, requests2);
      return mergeParts([rotated, retired(mount2, observed2, key2, evidence, now)]);
    })
  );
  return sealPlan({ ...mergeParts(parts), undeclared: [] });
}
function requested2(mount2, live, name2, requests2) {
  const id = keyId(mount2, name2);
  const version3 = requests2.get(id);
  if (version3 === void 0) return emptyPart;
  const key2 = live.keys.find((key3) => key3.name === name2);
  if (key2 === void 0) return blockedPart(keyMissing(id, mount2, live));
  const { latest_version: latest } = key2;
  if (version3 === null || version3 === latest) return rotation(id, latest, "requested by rotate_keys");
  if (version3 < latest) {
    const message = `${id}: version ${version3} was already rotated; the latest version is ${latest}.`;
    return noticePart({ code: "already_rotated", id, message });
  }
  const remedy2 = `Write ${name2}@${latest}, or ${name2} alone.`;
  return blockedPart(versionNotThere(id, "rotate_keys", { latest, wanted: version3 }, remedy2));
}
function due(mount2, live, { name: name2, rotate_after }, now) {
  if (rotate_after === null) return emptyPart;
  const id = keyId(mount2, name2);
  const key2 = live.keys.find((key3) => key3.name === name2);
  if (key2 === void 0) return blockedPart(keyMissing(id, mount2, live));
  const created = Date.parse(key2.versions[key2.latest_version]?.creation_time ?? "");
  if (Number.isNaN(created)) {
    const message = `${id}: Vault does not return the creation time of version ${key2.latest_version}, so it is unknown whether a rotation is due.`;
    return noticePart({ code: "age_unknown", id, message });
  }
  const age = now.getTime() - created;
  if (age < rotate_after) return emptyPart;
  const reason = `version ${key2.latest_version} is ${days3(age)} old, rotate_after is ${days3(rotate_after)}`;
  return rotation(id, key2.latest_version, reason);
}
function retired(mount2, live, declared, evidence, now) {
  const key2 = live.keys.find(({ name: name2 }) => name2 === declared.name);
  return key2 === void 0 ? emptyPart : planRetire(keyId(mount2, declared.name), declared, key2, evidence, now);
}
function rotation(id, from, reason) {
  return plannedPart(step("rotate", id, [change("latest_version", from, from + 1)], reason));
}
function days3(milliseconds2) {
  return `${(milliseconds2 / 864e5).toFixed(1)} days`;
}
function keyMissing(id, mount2, live) {
  const message = live.missing ? `${id}: no keymgmt engine is mounted at ${mountId(mount2)}, or the token may not see it.` : `${id}: Vault has no such key.`;
  return blocker("key_missing", id, message, "Run apply first, or check path and namespace.");
}

// src/action/commands/rotate-command.ts
async function rotateCommand(job) {
  const { inputs, vault, effects: effects2 } = job;
  const requests2 = inputs.rotate_keys.length === 0 ? null : rotationRequests(inputs.rotate_keys, job.desired);
  const desired = onlyRotating(job.desired, requests2);
  const live = await effects2.log.group("Read Vault", () => observe2(vault, desired, { undeclared: false }));
  const now = effects2.clock.now();
  const guard = inputs.guards.idle;
  const identities = { common: inputs.verification.settings, unidentified: /* @__PURE__ */ new Set() };
  const keys2 = guard.min_idle === 0 ? [] : retirableKeys(desired, live, now);
  const withDeclared = inputs.guards.check_credentials !== "off";
  const usage = await readKeyUsage(keys2, { desired, live }, identities, effects2, withDeclared);
  const plan = planRotate(desired, live, requests2, now, { usage, guard });
  return executePlan({ ...job, desired }, plan, live, usage);
}
function rotationRequests(entries, desired) {
  const problems = [];
  const requests2 = /* @__PURE__ */ new Map();
  for (const entry of entries) {
    const { name: name2, version: version3 } = /^(?<name>[^@]+)(?:@(?<version>[1-9]\d{0,8}))?$/.exec(entry)?.groups ?? {};
    const ids = desired.mounts.flatMap(
      (mount2) => mount2.keys.filter((key2) => key2.name === name2 || keyId(mount2, key2.name) === name2).map((key2) => keyId(mount2, key2.name))
    );
    if (ids.length === 0) {
      problems.push(
        problem(
          "unknown_key",
          `"${entry}" is not a declared key.`,
          "Write the name of a declared key, or its name and latest version, such as payments-db@2."
        )
      );
    } else if (ids.length > 1) {
      problems.push(
        problem(
          "ambiguous_key",
          `"${entry}" matches several keys: ${ids.join(", ")}.`,
          "Write the id of the key to rotate."
        )
      );
    } else if (requests2.has(ids[0])) {
      problems.push(
        problem(
          "duplicate_name",
          `"${entry}" names ${ids[0]} a second time.`,
          "Name each key once: each rotation adds a version."
        )
      );
    } else {
      requests2.set(ids[0], version3 === void 0 ? null : Number(version3));
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return requests2;
}
function problem(code2, message, remedy2) {
  return { code: code2, at: "", source: inputLocation("rotate_keys"), message, remedy: remedy2 };
}
function onlyRotating(desired, requests2) {
  const mounts = desired.mounts.map((mount2) => {
    const keys2 = mount2.keys.filter(
      (key2) => requests2 === null ? key2.rotate_after !== null || key2.retire_after !== null : requests2.has(keyId(mount2, key2.name))
    );
    const providers = new Set(keys2.map((key2) => key2.kms));
    return { ...mount2, keys: keys2, kms: mount2.kms.filter((provider2) => providers.has(provider2.name)) };
  });
  return { mounts: mounts.filter((mount2) => mount2.keys.length > 0) };
}

// src/action/commands/verify-command.ts
async function verifyCommand({ inputs, desired, audit, vault, effects: effects2 }) {
  const live = await effects2.log.group("Read Vault", () => observe2(vault, desired, { undeclared: false }));
  const state = vaultStateFrom(live);
  const verified = await verifyDistributions(desired, state, inputs, effects2, audit);
  return { distributions: distributionsOf(desired, state), ...verified };
}

// src/action/commands/command-table.ts
var commandTable = {
  plan: { connects: true, declares: true, needs_credentials: true, run: planCommand },
  apply: { connects: true, declares: true, needs_credentials: true, run: applyCommand },
  verify: { connects: true, declares: true, needs_credentials: false, run: verifyCommand },
  rotate: { connects: true, declares: true, needs_credentials: false, run: rotateCommand },
  destroy: { connects: true, declares: true, needs_credentials: false, run: destroyCommand },
  import: { connects: true, declares: false, needs_credentials: false, run: importCommand },
  doctor: { connects: "itself", declares: true, needs_credentials: true, run: doctorCommand },
  policy: { connects: false, declares: true, needs_credentials: false, run: policyCommand }
};

// src/action/declared-providers.ts
init_id();
function providersOf2({ mounts }) {
  return mounts.flatMap(
    (mount2) => mount2.kms.map(({ name: name2, key_collection, source }) => ({
      id: providerId(mount2, name2),
      namespace: mount2.namespace,
      path: mount2.path,
      kms: name2,
      region: key_collection,
      manifest: source.file
    }))
  );
}
function sourcesOf({ mounts }) {
  return Object.fromEntries(
    mounts.flatMap((mount2) => [
      [mountId(mount2), mount2.source],
      ...mount2.kms.map((provider2) => [
        providerId(mount2, provider2.name),
        provider2.source
      ]),
      ...mount2.keys.flatMap(({ name: name2, kms, source }) => [
        [keyId(mount2, name2), source],
        ...kms === null ? [] : [[distributionId(mount2, kms, name2), source]]
      ])
    ])
  );
}

// src/action/read-provenance.ts
init_version();
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
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null;
}
function userAgent({ tool_version, run_id, run_attempt }) {
  const run = run_id === null ? "" : ` (run ${run_id}/${run_attempt ?? "1"})`;
  return `vault-keymgmt-aws-kms/${tool_version}${run}`;
}

// src/action/empty-report.ts
function emptyReport({ command: command2 }, env, clock2) {
  return {
    schema_version: 1,
    command: command2,
    started_at: clock2.now().toISOString(),
    finished_at: null,
    provenance: provenanceFrom(env),
    vault: null,
    ids: [],
    providers: [],
    sources: {},
    changed: false,
    plan: null,
    applied: null,
    distributions: [],
    verification: null,
    manifest: null,
    vault_policy: null,
    iam_policy: null,
    diagnosis: null,
    warnings: [],
    error: null
  };
}

// src/render/details.ts
function details(title2, body2) {
  return body2 === "" ? "" : `<details><summary>${title2}</summary>

${body2}

</details>`;
}
function paragraphs(...parts) {
  return parts.filter((part) => part !== "").join("\n\n");
}

// src/render/escape.ts
init_plain();
var longest = 4e3;
function inline(text4) {
  return clip(plain(text4).trim(), longest).split("\n").map((line2) => line2.trim().replace(active, defuse)).filter((line2) => line2 !== "").join("<br>");
}
function code(text4) {
  const shown5 = inline(text4);
  return shown5 === "" ? "" : `<code>${shown5}</code>`;
}
var emptyElement = "<span></span>";
var active = /[@#$]|:(?=\/\/|[\w+-]+:)|\bwww(?=\.)|\bgh(?=-\d)|^\d+(?=[.)](?:\s|$))|^[-+=]|[&<>`\\*_[\]|~]/giu;
function defuse(match) {
  if (match === "$") return `<span>${reference2(match)}</span>`;
  if (/^\d+$/.test(match) || /^(www|gh)$/i.test(match)) return `${match}${emptyElement}`;
  if (match === "@" || match === "#" || match === ":") return `${reference2(match)}${emptyElement}`;
  return reference2(match);
}
function reference2(character) {
  return `&#${character.codePointAt(0)};`;
}

// src/render/markdown-table.ts
init_plan_wording();
function table({ head: head2, rows }, max) {
  if (rows.length === 0) return "";
  const shown5 = rows.slice(0, max);
  const rest = rows.length - shown5.length;
  return [
    ...shown5.length === 0 ? [] : [row(head2), row(head2.map(() => "---")), ...shown5.map(row)],
    ...rest === 0 ? [] : ["", more(rest, shown5.length > 0)]
  ].join("\n");
}
function list2(entries, max) {
  const shown5 = entries.slice(0, max);
  const rest = entries.length - shown5.length;
  return [
    ...shown5.map((entry) => `- ${entry}`),
    ...rest === 0 ? [] : [`${shown5.length > 0 ? "\n" : ""}${more(rest, shown5.length > 0)}`]
  ].join("\n");
}
function more(rest, some3) {
  return `*… ${some3 ? "and " : ""}${count(rest, "row")}${some3 ? " more" : ""}: the report file (output \`report_path\`) has all of them.*`;
}
function row(cells) {
  return `| ${cells.join(" | ")} |`;
}

// src/render/diagnosis-markdown.ts
var marks2 = {
  ok: "✅",
  warning: "⚠️",
  failed: "❌",
  skipped: "⏭️"
};
function diagnosisMarkdown(diagnosis, max) {
  const wrong = diagnosis.checks.filter(({ status }) => status === "failed" || status === "warning");
  const rest = diagnosis.checks.filter(({ status }) => status === "ok" || status === "skipped");
  return paragraphs(
    `**${diagnosisHeadline(diagnosis)}**`,
    checksTable(wrong, max),
    details(`${rest.length} checks without a finding`, checksTable(rest, max))
  );
}
function checksTable(checks2, max) {
  return table({ head: ["", "check", "of", "found", "what to do"], rows: checks2.map(row2) }, max);
}
function row2({ id, subject, status, message, remedy: remedy2 }) {
  return [marks2[status], code(id), inline(subject), inline(message), inline(remedy2)];
}

// src/render/fenced.ts
init_plain();
function fenced(language, text4) {
  const lines = plain(text4).trimEnd();
  const longest3 = Math.max(2, ...(lines.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest3 + 1);
  return `${fence}${language}
${lines}
${fence}`;
}

// src/render/fitted.ts
var attempts = [Number.POSITIVE_INFINITY, 1e3, 300, 100, 30, 10, 3, 0];
function fitted(render3, limit6) {
  for (const rows of attempts) {
    const text4 = render3(rows);
    if (Buffer.byteLength(text4) <= limit6) return text4;
  }
  return "This report is too long to be shown here. The report file (output `report_path`) has it.";
}

// src/render/plan-markdown.ts
init_plan_wording();
function planMarkdown({ command: command2, plan, applied, sources: sources2 }, rows) {
  if (plan === null) return "";
  return paragraphs(
    `### ${applied === null ? "Plan" : "Result"}`,
    applied === null ? planHeadlineMarkdown(plan, command2) : resultHeadline(applied),
    blockersMarkdown(plan.refusals, sources2, rows),
    applied === null ? stepsMarkdown(plan.steps, rows) : resultMarkdown(applied, rows),
    asideMarkdown(plan, rows),
    `Plan digest: ${code(plan.digest)}`
  );
}
function planHeadlineMarkdown(plan, command2) {
  const mark = plan.refusals.length > 0 ? "⛔ " : plan.in_sync ? "✅ " : "";
  return `${mark}**${planHeadline(plan, command2)}**`;
}
function blockersMarkdown(blockers3, sources2, rows) {
  return list2(
    blockers3.map(({ id, message, remedy: remedy2 }) => {
      const { file = null, line: line2 = null } = sources2[id] ?? {};
      const where = file === null ? "" : ` (${code(line2 === null ? file : `${file}:${line2}`)})`;
      return `⛔ ${inline(message)}${where}<br>→ ${inline(remedy2)}`;
    }),
    rows
  );
}
function asideMarkdown({ undeclared: undeclared3, notices }, rows) {
  return paragraphs(
    list2(
      notices.map(({ message }) => `ℹ️ ${inline(message)}`),
      rows
    ),
    list2(
      undeclared3.filter(isInKms).map((id) => `⚠️ Undeclared in KMS, left unchanged: ${code(id)}`),
      rows
    ),
    undeclaredElsewhere(
      undeclared3.filter((id) => !isInKms(id)),
      rows
    )
  );
}
function isInKms(id) {
  return /\/kms\/[^/]+(\/key\/[^/]+)?$/.test(id);
}
function undeclaredElsewhere(ids, rows) {
  return details(`Undeclared keys in Vault, left unchanged: ${ids.length}`, list2(ids.map(code), rows));
}
function disruptiveFirst(steps) {
  return [...steps].sort((a, b) => Number(b.disruptive) - Number(a.disruptive));
}
function stepsMarkdown(steps, rows) {
  return table(
    {
      head: ["", "step", "id", "changes", "reason"],
      rows: disruptiveFirst(steps).map((step2) => [
        step2.disruptive ? "⚠️" : signs[opSigns[step2.op]],
        ...stepCells(step2),
        inline(step2.reason)
      ])
    },
    rows
  );
}
function resultHeadline({ done, failed: failed5, left }) {
  const whole = failed5.length + left.length === 0;
  const rest = whole ? "" : `, ${failed5.length} failed, ${left.length} not done`;
  return `${whole ? "✅" : "❌"} **${count(done.length, "step")} done${rest}.**`;
}
var mostOpen = 10;
function resultMarkdown({ done, failed: failed5, left }, rows) {
  const cells = (mark, how) => (step2) => [
    `${mark}&nbsp;${how}`,
    ...stepCells(step2),
    inline("error" in step2 ? step2.error : step2.reason)
  ];
  const head2 = ["", "step", "id", "changes", "why"];
  const open4 = [...failed5.map(cells("❌", "failed")), ...left.map(cells("⏸️", "not&nbsp;done"))];
  const steps = disruptiveFirst(done).map(cells("✅", "done"));
  if (steps.length <= mostOpen) return table({ head: head2, rows: [...open4, ...steps] }, rows);
  return paragraphs(
    table({ head: head2, rows: open4 }, rows),
    details(`✅ ${count(steps.length, "step")} done`, table({ head: head2, rows: steps }, rows))
  );
}
var signs = { "+": "➕", "~": "✏️", "-": "➖" };
function stepCells({ op, id, changes }) {
  return [opWords[op], code(id), changes.map((change2) => inline(showChange(change2))).join("<br>")];
}

// src/render/summary-markdown.ts
init_plan_wording();

// src/render/mounts.ts
init_id();
function mountsOf({ providers }) {
  return [...new Set(providers.map(mountId))];
}

// src/render/provenance-markdown.ts
init_plain();
function provenanceMarkdown(report) {
  const { vault, providers, provenance: by } = report;
  const regions2 = [...new Set(providers.map(({ region: region2 }) => region2))];
  const where = [
    named4("Vault", vault?.url),
    named4("namespace", vault?.namespace),
    several("mount", mountsOf(report)),
    several("region", regions2)
  ];
  const who = [
    named4("by", by.actor),
    named4("in", by.repository),
    named4("on", by.ref),
    named4("at", by.commit?.slice(0, 12)),
    named4("with", by.workflow),
    by.run_id === null ? "" : `${runMarkdown(by)}, attempt ${short(by.run_attempt ?? "1")}`,
    named4("version", by.tool_version),
    named4("manifest SHA-256", by.manifest_sha256?.slice(0, 12)),
    tookMarkdown(report)
  ];
  return [where, who].map((parts) => parts.filter((part) => part !== "").join(" · ")).filter((line2) => line2 !== "").join("<br>\n");
}
function runMarkdown({ run_id, run_url }) {
  const shown5 = `run ${short(run_id ?? "")}`;
  return run_url !== null && /^https?:\/\/[\w.:/-]{1,300}$/.test(run_url) ? `<a href="${run_url}">${shown5}</a>` : shown5;
}
function named4(word, text4) {
  return text4 === null || text4 === void 0 || text4 === "" ? "" : `${word} ${short(text4)}`;
}
function several(noun, texts3) {
  if (texts3.length === 0) return "";
  const more3 = texts3.length > 3 ? ` and ${texts3.length - 3} more` : "";
  return `${noun}${texts3.length === 1 ? "" : "s"} ${texts3.slice(0, 3).map(short).join(", ")}${more3}`;
}
function short(text4) {
  return code(clip(oneLine(text4), 100));
}
function tookMarkdown({ started_at, finished_at }) {
  if (finished_at === null) return "";
  return `took ${((Date.parse(finished_at) - Date.parse(started_at)) / 1e3).toFixed(1)} s`;
}

// src/render/topology-diagram.ts
init_id();
init_plain();
var most3 = 30;
var open3 = 12;
function topologyDiagram(report) {
  const { verification: verification2 } = report;
  const statusOf2 = new Map(
    (verification2?.keys ?? []).flatMap(
      ({ versions: versions2 }) => versions2.map(({ key_id, status }) => [key_id, status])
    )
  );
  const keys2 = drawnKeys(report);
  if (keys2.length === 0) return "";
  const canvas = new Canvas();
  let left = 0;
  for (const { mount: mount2, provider: provider2, distribution, kms, region: region2, key: key2, kms_key, look } of keys2) {
    if (canvas.missing([mount2, provider2, distribution, kms_key ?? ""]) > most3 - 1 - canvas.size) {
      left += 1;
      continue;
    }
    canvas.node(mount2, "stadium", mount2);
    canvas.node(provider2, "box", `${kms} (${region2})`, mount2);
    canvas.node(distribution, "round", key2, provider2, look);
    if (kms_key !== null)
      canvas.node(kms_key, "cylinder", kms_key, distribution, statusOf2.get(kms_key) ?? null);
  }
  if (left > 0) canvas.node("rest", "box", `and ${left} more`);
  const drawn = ["```mermaid", ...canvas.lines(), "```"].join("\n");
  return canvas.size <= open3 ? drawn : details("Drawing of mounts, providers, keys and KMS keys", drawn);
}
function drawnKeys({ distributions: distributions2, verification: verification2, plan, applied, providers }) {
  const steps = applied === null ? plan?.steps ?? [] : [];
  const idsOf = (op) => steps.filter((step2) => step2.op === op).map(({ id }) => id);
  const removed = new Set(idsOf("remove_distribution"));
  const statuses = new Map(
    (verification2?.keys ?? []).map(({ name: name2, kms, status }) => [`${kms} ${name2}`, status])
  );
  const present = distributions2.map(({ namespace, path, kms, key: key2, region: region2, latest_version, versions: versions2 }) => {
    const mount2 = { namespace, path };
    const distribution = distributionId(mount2, kms, key2);
    return {
      mount: mountId(mount2),
      provider: providerId(mount2, kms),
      distribution,
      kms,
      region: region2,
      key: key2,
      kms_key: versions2[latest_version] ?? null,
      look: removed.has(distribution) ? "removed" : statuses.get(`${kms} ${key2}`) ?? null
    };
  });
  const planned = idsOf("distribute").flatMap((distribution) => {
    const provider2 = providers.find(({ id: id2 }) => distribution.startsWith(`${id2}/key/`));
    if (provider2 === void 0 || present.some((key3) => key3.distribution === distribution)) return [];
    const { id, kms, region: region2 } = provider2;
    const key2 = distribution.slice(`${id}/key/`.length);
    const mount2 = mountId(provider2);
    return [{ mount: mount2, provider: id, distribution, kms, region: region2, key: key2, kms_key: null, look: "planned" }];
  });
  return [...present, ...planned].sort((a, b) => rankOf(a.look) - rankOf(b.look));
}
function rankOf(look) {
  return ["fail", "removed", "planned", "indeterminate", "pass", null].indexOf(look);
}
var shapes = {
  stadium: ["([", "])"],
  box: ["[", "]"],
  round: ["(", ")"],
  cylinder: ["[(", ")]"]
};
var Canvas = class {
  #names = /* @__PURE__ */ new Map();
  #lines = [];
  get size() {
    return this.#names.size;
  }
  /** How many of the ids have no node yet. */
  missing(ids) {
    return ids.filter((id) => !this.#names.has(id)).length;
  }
  node(id, shape, label3, parent, look = null) {
    if (this.#names.has(id)) return;
    const name2 = `n${this.#names.size}`;
    this.#names.set(id, name2);
    const [open4, close] = shapes[shape];
    this.#lines.push(`  ${name2}${open4}"${mermaidText(label3)}"${close}${look === null ? "" : `:::${look}`}`);
    if (parent !== void 0) this.#lines.push(`  ${this.#names.get(parent)} --> ${name2}`);
  }
  lines() {
    return [
      "flowchart LR",
      ...this.#lines,
      "  classDef pass fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
      "  classDef fail fill:#ffebe9,stroke:#cf222e,color:#1f2328",
      "  classDef indeterminate fill:#fff8c5,stroke:#9a6700,color:#1f2328",
      "  classDef planned stroke:#0969da,stroke-dasharray:5",
      "  classDef removed stroke:#cf222e,stroke-dasharray:5"
    ];
  }
};
function mermaidText(text4) {
  return (clip(oneLine(text4), 80) || "unnamed").replace(
    /[^A-Za-z0-9 ._/-]/gu,
    (character) => `#${character.codePointAt(0)};`
  );
}

// src/render/verification-markdown.ts
init_report();

// src/render/marks.ts
var statusMarks = { pass: "✅", fail: "❌", indeterminate: "❔" };
var decisionMarks = {
  allowed: "✅",
  denied: "❌",
  indeterminate: "❔"
};

// src/render/permissions-markdown.ts
init_permission_groups();
function permissionsMarkdown(permissions2, limits3, rows) {
  if (permissions2.length === 0) return "";
  const principals = [...new Set(permissions2.map(({ principal_arn }) => principal_arn))];
  const audited = principals.map((arn2) => arn2 === null ? "none" : code(arn2)).join(", ");
  return paragraphs(
    "#### Permissions",
    principals.every((arn2) => arn2 === null) ? "No principal given: set `principal_arn`." : `Audited principal: ${audited}.`,
    list2(
      limits3.map(({ message }) => `ℹ️ ${inline(message)}`),
      rows
    ),
    table(matrix(permissions2), rows),
    list2(groupPermissions(permissions2).map(groupMarkdown), rows)
  );
}
function matrix(permissions2) {
  const columns2 = [...new Set(permissions2.flatMap(columnsOf))];
  const actions2 = [...new Set(permissions2.map(({ action }) => action))];
  const cell2 = (action, column) => [
    ...new Set(
      permissions2.filter((row4) => row4.action === action && columnsOf(row4).includes(column)).map(({ decision }) => decisionMarks[decision])
    )
  ].join("");
  return {
    head: ["action", ...columns2.map(code)],
    rows: actions2.map((action) => [code(action), ...columns2.map((column) => cell2(action, column))])
  };
}
function groupMarkdown({ decision, actions: actions2, where, layer, message, remedies: remedies3 }) {
  const by = layer === null ? "" : ` (${inline(layer)})`;
  const head2 = `${decisionMarks[decision]} ${actions2.map(code).join(", ")}: ${decision}${by} for ${where.map(code).join(", ")}.`;
  return [`${head2} ${inline(message)}`, ...remedies3.map((remedy2) => `→ ${remedyMarkdown(remedy2)}`)].join(
    "<br>"
  );
}
function remedyMarkdown(remedy2) {
  const [, where, statement2] = /^(.*?): (\{"Effect".*\})$/s.exec(remedy2) ?? [];
  return where === void 0 || statement2 === void 0 ? inline(remedy2) : `${inline(where)}: ${code(statement2)}`;
}

// src/render/verification-markdown.ts
init_plan_wording();
function verificationMarkdown({ verification: verification2, providers }, rows) {
  if (verification2 === null) return "";
  const { keys: keys2, findings: findings2, permissions: permissions2, limits: limits3, orphans, notices, accepted = [] } = verification2;
  const regionOf4 = (kms) => providers.find((provider2) => provider2.kms === kms)?.region ?? "";
  const lines = keys2.flatMap((key2) => versionLines(key2, regionOf4(key2.kms)));
  const passed3 = lines.filter(({ status }) => status === "pass");
  const open4 = lines.filter(({ status }) => status !== "pass").sort(bySeverity);
  return paragraphs(
    "### Verification in AWS KMS",
    `${statusMarks[verification2.status]} **${inline(reportHeadline(verification2))}**`,
    changesMarkdown(verification2, rows),
    list2(findings2.map(findingMarkdown), rows),
    table(versionTable(open4, true), rows),
    details(
      `✅ ${count(passed3.length, "key version")} match Vault’s record`,
      table(versionTable(passed3, false), rows)
    ),
    permissionsMarkdown(permissions2, limits3, rows),
    ...(verification2.inventory ?? []).map((one) => inventoryMarkdown(one, rows)),
    details(`☑️ ${count(accepted.length, "finding")} accepted`, table(acceptedTable(accepted), rows)),
    list2(
      [
        ...orphans.map(
          ({ alias, key_id }) => `ℹ️ ${code(alias ?? key_id ?? "")} is in KMS and belongs to no checked distribution.`
        ),
        ...notices.map(({ message }) => `ℹ️ ${inline(message)}`)
      ],
      rows
    )
  );
}
function changesMarkdown({ changes }, rows) {
  if (changes === void 0) return "";
  const lines = changeLines(changes).map(inline);
  return paragraphs(`**${inline(changesHeadline(changes))}**`, list2(lines, rows));
}
function inventoryMarkdown(inventory2, rows) {
  const outside = {
    head: ["KMS key", "aliases", "source", "state", "created", "by", "last used"],
    rows: inventory2.outside.map((key2) => [
      code(key2.key_id),
      key2.aliases.map(code).join("<br>"),
      sourceText(key2),
      inline(key2.key_state ?? ""),
      inline(key2.created?.slice(0, 10) ?? ""),
      key2.creator === null ? "" : code(key2.creator),
      inline(key2.last_used?.slice(0, 10) ?? "")
    ])
  };
  return paragraphs(
    `#### KMS keys of the region

${inline(inventoryHeadline(inventory2))}`,
    details(`${count(outside.rows.length, "KMS key")} outside Vault’s record`, table(outside, rows))
  );
}
function acceptedTable(accepted) {
  return {
    head: ["finding", "owner", "until", "reason"],
    rows: accepted.map(({ id, owner, expires, reason }) => [
      code(id),
      inline(owner),
      inline(expires),
      inline(reason)
    ])
  };
}
function findingMarkdown({ check: check2, status, message, remediation }) {
  return `${statusMarks[status]} ${code(check2)}: ${inline(message)}<br>→ ${remedyMarkdown2(remediation)}`;
}
function remedyMarkdown2(remediation) {
  return remediation.split("\n").map((line2) => isCommand(line2) ? code(line2) : inline(line2)).join("<br>");
}
function versionLines(key2, region2) {
  const whole = key2.findings.length === 0 && key2.versions.length > 0 ? [] : [{ status: worstOf(key2), key: key2, version: null, region: region2, findings: key2.findings }];
  return [
    ...whole,
    ...key2.versions.map((version3) => ({
      status: version3.status,
      key: key2,
      version: version3,
      region: region2,
      findings: version3.findings
    }))
  ];
}
function worstOf({ findings: findings2, status }) {
  return [...findings2].sort(bySeverity)[0]?.status ?? status;
}
function versionTable(lines, remedies3) {
  return {
    head: ["", "key", "version", "region", "state", remedies3 ? "finding and remedy" : "KMS key"],
    rows: lines.map(({ status, key: key2, version: version3, region: region2, findings: findings2 }) => {
      const kmsKey = code(version3?.key_id ?? "");
      return [
        statusMarks[status],
        `${code(key2.name)}<br>on ${code(key2.kms)}`,
        version3 === null ? "all" : String(version3.version),
        code(region2),
        inline(version3?.key_state ?? ""),
        remedies3 ? [...findings2.map(findingMarkdown), kmsKey].filter((text4) => text4 !== "").join("<br>") : kmsKey
      ];
    })
  };
}

// src/render/summary-markdown.ts
function summaryMarkdown(report, limit6) {
  return `${fitted((rows) => render(report, rows), limit6)}
`;
}
function render(report, rows) {
  return paragraphs(
    `## Vault keymgmt → AWS KMS: ${report.command ?? "no command"}`,
    provenanceMarkdown(report),
    errorMarkdown(report),
    report.diagnosis === null ? "" : diagnosisMarkdown(report.diagnosis, rows),
    planMarkdown(report, rows),
    verificationMarkdown(report, rows),
    distributionsMarkdown(report, rows),
    topologyDiagram(report),
    ...rows === 0 ? [] : writtenMarkdown(report),
    list2(
      report.warnings.map((warning2) => `⚠️ ${inline(warning2)}`),
      rows
    )
  );
}
function errorMarkdown({ error, plan, applied }) {
  if (error === null || error.code === "not_ready") return "";
  const failed5 = `❌ **Failed** (${code(error.code)})`;
  if (error.code === "plan_refused" && plan !== null) return `${failed5}: nothing was written.`;
  const [first, ...others] = applied?.failed ?? [];
  if (first === void 0) return `${failed5}: ${inline(error.message)}`;
  const more3 = others.length === 0 ? "" : ` ${count(others.length, "other step")} failed too.`;
  return `${failed5}: ${inline(first.error)}${more3} Run again to continue with the remaining steps.`;
}
function distributionsMarkdown({ distributions: distributions2, verification: verification2 }, rows) {
  if (distributions2.length === 0 || verification2 !== null) return "";
  return paragraphs(
    "### Keys in AWS KMS, by Vault’s record",
    table(
      {
        head: ["key", "KMS provider", "region", "alias", "latest version", "its KMS key"],
        rows: distributions2.map(({ key: key2, kms, region: region2, alias, latest_version, versions: versions2 }) => [
          code(key2),
          code(kms),
          code(region2),
          code(alias),
          String(latest_version),
          code(versions2[latest_version] ?? "")
        ])
      },
      rows
    )
  );
}
function writtenMarkdown({ manifest, vault_policy, iam_policy }) {
  return [
    manifest === null ? "" : fenced("yaml", manifest),
    ...Object.entries(vault_policy ?? {}).map(
      ([job, hcl2]) => details(`Vault policy for ${code(job)}`, fenced("hcl", hcl2))
    ),
    ...Object.entries(iam_policy ?? {}).map(
      ([whose, document2]) => details(`IAM policy of ${code(whose)}`, fenced("json", JSON.stringify(document2, null, 2)))
    )
  ];
}

// src/action/github/job-summary.ts
var limit2 = 1024 * 1024;
async function publishSummary(core, report, log) {
  try {
    await core.summary.addRaw(summaryMarkdown(report, limit2), true).write();
  } catch (error) {
    log.debug(`The job summary was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// src/action/github/publish.ts
init_plain();
init_answers();

// src/action/github/pull-request-comment.ts
init_dist();

// src/render/marker.ts
var import_node_crypto5 = require("node:crypto");
function markerOf(kind, report, commentKey) {
  return {
    kind,
    scope: hash([report.provenance.workflow, commentKey]),
    mounts: mountsOf(report).map(hash).sort()
  };
}
function markerLine({ kind, scope, mounts }) {
  return `<!-- vault-keymgmt-aws-kms ${kind} ${scope} ${mounts.join(",")} -->`;
}
function hasMarker(body2, marker) {
  const found2 = /^<!-- vault-keymgmt-aws-kms (?<kind>\w+) (?<scope>\w+) (?<mounts>[\w,]*) -->/.exec(
    body2
  )?.groups;
  if (found2?.["kind"] !== marker.kind || found2["scope"] !== marker.scope) return false;
  const mounts = found2["mounts"] === "" ? [] : found2["mounts"]?.split(",") ?? [];
  return mounts.length === 0 || marker.mounts.length === 0 || mounts.some((mount2) => marker.mounts.includes(mount2));
}
function hash(data) {
  return (0, import_node_crypto5.createHash)("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 16);
}

// src/render/plan-diff.ts
init_plain();
init_plan_wording();
var signs2 = { "+": "+", "~": "!", "-": "-" };
var width = 100;
function planDiff({ steps }, rows) {
  const changing = disruptiveFirst(steps).filter(({ op }) => op !== "refresh_credentials");
  if (changing.length === 0) return "";
  const shown5 = changing.slice(0, rows);
  const rest = changing.length - shown5.length;
  const lines = shown5.flatMap(({ op, id, changes, reason }) => {
    const sign = signs2[opSigns[op]];
    const step2 = `${opWords[op]} ${text2(id)}`;
    const why2 = `# ${text2(reason)}`;
    return [
      ...step2.length + why2.length > width ? [step2, `    ${why2}`] : [`${step2}  ${why2}`],
      ...changes.map((change2) => `    ${text2(showChange(change2))}`)
    ].flatMap((line2) => wrapped(line2).map((part) => `${sign} ${part}`));
  });
  return fenced("diff", [...lines, ...rest === 0 ? [] : [`# and ${count(rest, "step")} more`]].join("\n"));
}
function wrapped(line2) {
  if (line2.length <= width) return [line2];
  const space = line2.lastIndexOf(" ", width);
  const end2 = space > width / 2 ? space : width;
  return [line2.slice(0, end2), ...wrapped(`        ${line2.slice(end2).trimStart()}`)];
}
function text2(words) {
  return clip(oneLine(words), 500);
}

// src/render/comment-markdown.ts
init_plan_wording();
var limit3 = 65e3;
var share3 = 4e4;
var memory2 = 5;
function commentMarkdown(report, marker, previous) {
  const said = fitted((rows) => render2(report, rows), share3);
  const fingerprint = hash(said);
  const earlier = previous === null ? [] : earlierIn(previous, fingerprint);
  const current = [
    markerLine(marker),
    `<!-- now ${fingerprint} ${report.finished_at ?? report.started_at} -->`,
    said,
    "",
    details("About this run", provenanceMarkdown(report)),
    "<!-- /now -->"
  ].join("\n");
  let body2 = current;
  for (const section of earlier) {
    const longer = `${body2}

${section}`;
    if (Buffer.byteLength(longer) > limit3) break;
    body2 = longer;
  }
  return `${body2}
`;
}
function render2(report, rows) {
  const { plan, applied, command: command2, sources: sources2 } = report;
  const mounts = mountsOf(report);
  const carriedOut = applied !== null;
  return paragraphs(
    `### Vault keymgmt → AWS KMS: ${command2 ?? "no command"}${mounts.length === 0 ? "" : ` of ${mounts.map(code).join(", ")}`}`,
    errorMarkdown(report),
    ...plan === null || carriedOut ? [planMarkdown(report, rows)] : [
      planHeadlineMarkdown(plan, report.command),
      blockersMarkdown(plan.refusals, sources2, rows),
      list2(
        plan.steps.filter(({ disruptive }) => disruptive).map(({ op, id }) => `⚠️ ${opWords[op]} ${code(id)}`),
        rows
      ),
      planDiff(plan, rows),
      asideMarkdown(plan, rows),
      `Plan digest: ${code(plan.digest)}`
    ],
    verificationMarkdown(report, rows)
  );
}
function earlierIn(body2, fingerprint) {
  const lines = body2.replaceAll("\r\n", "\n");
  const now = /^<!-- now (?<was>\w+) (?<at>[\w:.-]+) -->\n(?<said>[\s\S]*?)\n<!-- \/now -->$/m.exec(
    lines
  )?.groups;
  const older = [...lines.matchAll(/^<!-- earlier -->\n[\s\S]*?\n<!-- \/earlier -->$/gm)].map(
    ([section]) => section
  );
  if (now === void 0 || now["was"] === fingerprint) return older.slice(0, memory2);
  const folded = details(`Earlier: as of ${now["at"]}`, now["said"]);
  return [`<!-- earlier -->
${folded}
<!-- /earlier -->`, ...older].slice(0, memory2);
}

// src/action/github/pull-request-comment.ts
init_answers();
async function keepComment(repository, pullRequest2, report, commentKey) {
  const { octokit, at } = repository;
  const parsed2 = (data2) => parseAnswer(commentAnswer, data2, "the answer about the comment");
  const marker = markerOf("comment", report, commentKey);
  const [ours, ...others] = await ourComments(repository, pullRequest2, marker);
  for (const { id } of others) await octokit.rest.issues.deleteComment({ ...at, comment_id: id });
  const body2 = commentMarkdown(report, marker, ours?.body ?? null);
  if (ours !== void 0) {
    const { data: data2 } = await octokit.rest.issues.updateComment({ ...at, comment_id: ours.id, body: body2 });
    return parsed2(data2).html_url;
  }
  const { data } = await octokit.rest.issues.createComment({ ...at, issue_number: pullRequest2, body: body2 });
  const created = parsed2(data);
  const [first] = await ourComments(repository, pullRequest2, marker);
  if (first === void 0 || first.id >= created.id) return created.html_url;
  await octokit.rest.issues.deleteComment({ ...at, comment_id: created.id });
  return first.html_url;
}
async function ourComments({ octokit, at, isOurs }, pullRequest2, marker) {
  const where = { ...at, issue_number: pullRequest2, per_page: 100 };
  const comments = await readPages(
    (page) => octokit.rest.issues.listComments({ ...where, page }),
    commentAnswer,
    "comments"
  );
  return comments.filter(({ user: user2, body: body2 }) => isOurs(user2) && hasMarker(body2 ?? "", marker)).sort((a, b) => a.id - b.id);
}
async function pullRequestOf({ octokit, at }, { pull_request, workflow_run }) {
  if (pull_request !== void 0) return pull_request.number;
  if (workflow_run === void 0) return null;
  const [named8] = workflow_run.pull_requests;
  if (named8 !== void 0) return named8.number;
  if (!workflow_run.head_repository) return null;
  const { data } = await octokit.rest.pulls.list({
    ...at,
    state: "open",
    head: `${workflow_run.head_repository.owner.login}:${workflow_run.head_branch}`
  });
  const pulls = parseAnswer(array(pullAnswer), data, "the list of pull requests");
  return pulls.find(({ head: head2 }) => head2.sha === workflow_run.head_sha)?.number ?? null;
}

// src/action/github/publish.ts
init_retry_delay();

// src/action/github/run-event.ts
init_dist();
init_read_text_file();
init_answers();
var pullRequest = object({ number: number() });
var runEvent = object({
  pull_request: optional(pullRequest),
  workflow_run: optional(
    object({
      head_sha: string(),
      head_branch: nullish(string()),
      head_repository: nullish(object({ owner: object({ login: string() }) })),
      pull_requests: array(pullRequest)
    })
  )
});
var largestEvent2 = 25 * 1024 * 1024;
function readEvent(env) {
  const path = env["GITHUB_EVENT_PATH"] ?? "";
  if (path === "") return {};
  return parseAnswer(runEvent, parseJson(path), `the event in ${path}`);
}
function parseJson(path) {
  try {
    return JSON.parse(readTextFile(path, largestEvent2));
  } catch (error) {
    throw new UnusableAnswer(`${path} (GITHUB_EVENT_PATH) cannot be read: ${error.message}`);
  }
}

// src/render/issue-markdown.ts
init_plain();
var troubles = ["drift", "compliance"];
var limit4 = 3e4;
function findingsOf2(report) {
  const { command: command2, plan, applied, verification: verification2 } = report;
  const checksDrift = plan !== null && (command2 === "plan" || command2 === "apply");
  const isComplete = applied !== null && applied.failed.length + applied.left.length === 0;
  const drifted = plan !== null && (plan.refusals.length > 0 || !(plan.in_sync || isComplete));
  const section = (render3) => fitted(
    (rows) => paragraphs(render3(rows), details("About the run that found it", provenanceMarkdown(report))),
    limit4
  );
  return {
    ...checksDrift ? { drift: drifted ? section((rows) => planMarkdown(report, rows)) : null } : {},
    ...verification2 === null ? {} : {
      compliance: verification2.status === "fail" ? section((rows) => verificationMarkdown(report, rows)) : null
    }
  };
}
function issueMarkdown(findings2, marker) {
  const sections = troubles.flatMap((trouble) => {
    const text4 = findings2[trouble] ?? null;
    return text4 === null ? [] : [`<!-- ${trouble} -->
${text4}
<!-- /${trouble} -->`];
  });
  return `${[markerLine(marker), introduction, ...sections].join("\n\n")}
`;
}
var introduction = "The workflow that opened this issue keeps it up to date, and closes it when the problem is solved.";
function closingComment({ provenance }) {
  const by = provenance.run_id === null ? "" : ` Found by ${runMarkdown(provenance)}.`;
  return `✅ Solved: the problem no longer exists.${by}`;
}
function closedIssueMarkdown(body2, marker, report) {
  const was = Object.values(findingsIn(body2)).map((text4) => text4 ?? "");
  return `${paragraphs(markerLine(marker), closingComment(report), details("What was wrong", paragraphs(...was)))}
`;
}
function findingsIn(body2) {
  const lines = body2.replaceAll("\r\n", "\n");
  return Object.fromEntries(
    troubles.flatMap((trouble) => {
      const found2 = new RegExp(`^<!-- ${trouble} -->\\n([\\s\\S]*?)\\n<!-- /${trouble} -->$`, "m").exec(
        lines
      );
      return found2 === null ? [] : [[trouble, found2[1]]];
    })
  );
}
function issueTitle(report) {
  const mounts = mountsOf(report).map((mount2) => oneLine(mount2).replace(/[^\w ./-]/g, "?"));
  return clip(`Keys in AWS KMS are not as declared: ${mounts.join(", ")}`, 200);
}

// src/action/github/tracking-issue.ts
init_answers();
var label2 = { name: "vault-keymgmt", color: "fbca04", description: "Kept by the Vault keymgmt action" };
var labelOf = { drift: "vault-keymgmt: drift", compliance: "vault-keymgmt: compliance" };
async function keepIssue(repository, report, commentKey) {
  const found2 = findingsOf2(report);
  if (Object.keys(found2).length === 0) return { what: "none" };
  const marker = markerOf("issue", report, commentKey);
  const [kept, ...others] = await openIssues(repository, marker);
  for (const other of others) await closeDuplicate(repository, other.number, kept.number);
  const findings2 = { ...findingsIn(kept?.body ?? ""), ...found2 };
  const trouble = troubles.some((name2) => (findings2[name2] ?? null) !== null);
  if (kept === void 0) return trouble ? openIssue(repository, report, marker, findings2) : { what: "none" };
  if (!trouble) return closeIssue(repository, kept, report, marker);
  const { data } = await repository.octokit.rest.issues.update({
    ...repository.at,
    issue_number: kept.number,
    body: issueMarkdown(findings2, marker),
    labels: labelsFor(findings2, kept.labels)
  });
  return { what: "updated", url: parseIssue(data).html_url };
}
function parseIssue(data) {
  return parseAnswer(issueAnswer, data, "the answer about the issue");
}
async function openIssues({ octokit, at, isOurs }, marker) {
  const which = { ...at, state: "open", labels: label2.name, per_page: 100 };
  const issues = await readPages(
    (page) => octokit.rest.issues.listForRepo({ ...which, page }),
    issueAnswer,
    "issues"
  );
  return issues.filter(({ user: user2, body: body2, pull_request }) => !pull_request && isOurs(user2) && hasMarker(body2 ?? "", marker)).sort((a, b) => a.number - b.number);
}
async function openIssue(repository, report, marker, findings2) {
  const { octokit, at } = repository;
  await createLabel(repository);
  const { data } = await octokit.rest.issues.create({
    ...at,
    title: issueTitle(report),
    body: issueMarkdown(findings2, marker),
    labels: labelsFor(findings2, [])
  });
  const opened = parseIssue(data);
  if (!namesOf3(opened.labels).includes(label2.name)) {
    await octokit.rest.issues.addLabels({ ...at, issue_number: opened.number, labels: [label2.name] });
  }
  const [first] = await openIssues(repository, marker);
  if (first === void 0 || first.number >= opened.number) return { what: "opened", url: opened.html_url };
  await closeDuplicate(repository, opened.number, first.number);
  return { what: "left to another run", url: first.html_url };
}
async function createLabel({ octokit, at }) {
  try {
    await octokit.rest.issues.createLabel({ ...at, ...label2 });
  } catch (error) {
    const { status = 0 } = error;
    if (![403, 404, 422].includes(status)) throw error;
  }
}
async function closeIssue({ octokit, at }, { number: number2, html_url, body: body2 }, report, marker) {
  const closing = { ...at, issue_number: number2 };
  await octokit.rest.issues.update({
    ...closing,
    body: closedIssueMarkdown(body2 ?? "", marker, report),
    state: "closed",
    state_reason: "completed"
  });
  await octokit.rest.issues.createComment({ ...closing, body: closingComment(report) });
  return { what: "closed", url: html_url };
}
async function closeDuplicate({ octokit, at }, number2, kept) {
  await octokit.rest.issues.update({
    ...at,
    issue_number: number2,
    body: `Opened at the same time as #${kept}, which is kept up to date.`,
    state: "closed",
    state_reason: "not_planned"
  });
}
function labelsFor(findings2, present) {
  const ours = Object.values(labelOf);
  return [
    .../* @__PURE__ */ new Set([
      ...namesOf3(present).filter((name2) => !ours.includes(name2)),
      label2.name,
      ...troubles.filter((trouble) => (findings2[trouble] ?? null) !== null).map((trouble) => labelOf[trouble])
    ])
  ];
}
function namesOf3(labels) {
  return labels.map((entry) => typeof entry === "string" ? entry : entry.name ?? "");
}

// src/action/github/publish.ts
async function publishToGitHub(report, wanted2, effects2, totalTime = 6e4) {
  const { log } = effects2;
  if (!(wanted2.comment || wanted2.issue) || effects2.signal.aborted) return;
  if (wanted2.github_token === "") {
    log.warning(
      "Neither comment nor issue was written: github_token is missing. Give it, or leave the input out for the token of the job."
    );
    return;
  }
  const { openRepository: openRepository2, sendWithRetryToGitHub: sendWithRetryToGitHub2 } = await Promise.resolve().then(() => (init_repository(), repository_exports));
  const end2 = new AbortController();
  const stop = () => end2.abort(new UnusableAnswer("the run was cancelled"));
  effects2.signal.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(
    () => end2.abort(new UnusableAnswer(`comment and issue together took longer than ${totalTime / 1e3} s`)),
    totalTime
  );
  const limited = { ...effects2, signal: end2.signal };
  let repository = null;
  const attempt = async (what, permission2, work) => {
    try {
      const done = await sendWithRetryToGitHub2(async () => {
        repository ??= await openRepository2(wanted2.github_token, limited);
        return work(repository);
      }, limited);
      log.info(done);
    } catch (error) {
      const { level, line: line2 } = failureLine(error, what, permission2);
      log[level](line2);
    }
  };
  const publish = () => log.group("Publish to GitHub", async () => {
    if (wanted2.comment) {
      await attempt("The pull request comment", "pull-requests: write", async (repository2) => {
        const number2 = await pullRequestOf(repository2, readEvent(effects2.env));
        if (number2 === null) return "The event is not about a pull request, so there is no comment.";
        return `Comment: ${await keepComment(repository2, number2, report, wanted2.comment_key)}`;
      });
    }
    if (wanted2.issue) {
      await attempt("The issue", "issues: write", async (repository2) => {
        const outcome = await keepIssue(repository2, report, wanted2.comment_key);
        return outcome.what === "none" ? "There is no drift or failed check, so no issue is opened." : `Issue ${outcome.what}: ${outcome.url}`;
      });
    }
  });
  await publish().finally(() => {
    clearTimeout(timer);
    effects2.signal.removeEventListener("abort", stop);
  });
}
function failureLine(error, what, permission2) {
  const { status } = error;
  const words = clip(oneLine(error instanceof Error ? error.message : String(error)), 300);
  if (retryDelay(error, 1, /* @__PURE__ */ new Date(0)) !== null) {
    return {
      level: "warning",
      line: `${what} was not written: GitHub limits requests ("${words}"). Run again later.`
    };
  }
  if (status === 403 || status === 404) {
    return {
      level: "notice",
      line: `${what} was not written: GitHub answered ${status} ("${words}"). The job needs \`permissions: ${permission2}\`. A pull request from a fork never has it; a \`workflow_run\` workflow can write for it.`
    };
  }
  if (status === 401) {
    return {
      level: "warning",
      line: `${what} was not written: GitHub rejected github_token ("${words}"). Give a valid token.`
    };
  }
  return { level: "warning", line: `${what} was not written: "${words}".` };
}

// src/action/inputs.ts
init_inline_inputs();
init_input_spec();

// src/vault/settings/connection-settings.ts
init_secret();

// src/vault/settings/pem.ts
var import_node_crypto6 = require("node:crypto");
init_read_text_file();
function readPem(text4, kind) {
  const given = text4.trim();
  const direct = decoded(given);
  if (direct !== null) return checked(direct, kind);
  if (/[\n\r]/.test(given) || given.length > 4096) return { wrong: `is ${described(given)}; ${wanted}` };
  let content;
  try {
    content = readTextFile(given, largestFile).trim();
  } catch (error) {
    if (error instanceof UnreadableFile) return { wrong: unreadable[error.code] };
    const { code: code2 } = error;
    if (code2 === "ENOENT" || code2 === "ENAMETOOLONG" || code2 === "ENOTDIR") {
      return { wrong: `is ${described(given)}, and no file has that name; ${wanted}` };
    }
    return { wrong: `is the path of a file that cannot be read (${code2})` };
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
function decoded(text4) {
  if (text4.includes("-----BEGIN ")) return text4;
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text4)) return null;
  const inner = Buffer.from(text4, "base64").toString("latin1");
  return inner.includes("-----BEGIN ") ? inner.trim() : null;
}
function described(text4) {
  if (text4 === "") return "nothing";
  if (/^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/.test(text4)) return "base64 of something that is not a PEM";
  return text4.includes("\0") || text4.includes("�") ? "binary data (DER?)" : `text of ${text4.length} characters`;
}
function checked(pem, kind) {
  const labels = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label3]) => label3 ?? "");
  const fits = (label3) => kind === "certificate" ? label3 === "CERTIFICATE" : label3.endsWith("PRIVATE KEY");
  if (!labels.some(fits))
    return { wrong: `holds a PEM of ${labels.join(", ") || "nothing"}, but no ${kind}.` };
  if (kind === "private key" && /ENCRYPTED/.test(pem))
    return { wrong: "holds an encrypted private key; decrypt it." };
  try {
    if (kind === "private key") (0, import_node_crypto6.createPrivateKey)(pem);
    else for (const block of pem.match(certificates) ?? [""]) new import_node_crypto6.X509Certificate(block);
  } catch {
    return { wrong: `holds a damaged ${kind}; check that it is complete and has its line breaks.` };
  }
  return { pem };
}
var certificates = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
function keyFits(certificate, key2) {
  return new import_node_crypto6.X509Certificate(certificate).checkPrivateKey((0, import_node_crypto6.createPrivateKey)(key2));
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
  const text4 = reader.text("url");
  const fail2 = (message, remedy2) => reader.addProblem("invalid_url", "url", message, remedy2);
  if (text4 === "") {
    fail2("is missing.", "Give Vault's address, such as `https://vault.example.com:8200` (or `VAULT_ADDR`).");
    return null;
  }
  const url = URL.canParse(text4) ? new URL(text4) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    fail2(
      "is not an http or https URL.",
      "Write scheme, host and port, such as `https://vault.example.com:8200`."
    );
  } else if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    fail2("holds more than an address.", "Leave out user name, password, query and fragment.");
  } else if (/\/(v1|ui)(\/|$)/.test(url.pathname)) {
    fail2(`has the path ${url.pathname}.`, "Leave the path out: `https://vault.example.com:8200`.");
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
  const entries = lines.flatMap((line2, index) => {
    if (line2.trim() === "") return [];
    const [, name2, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)\s*$/.exec(line2) ?? [];
    if (name2 !== void 0 && value !== void 0 && !reservedHeaders.has(name2.toLowerCase()))
      return [[name2.toLowerCase(), value]];
    const remedy2 = name2 === void 0 ? "Write one header per line, as `name: value`." : `Leave ${name2} out: the connection sets it.`;
    reader.addProblem("invalid_header", "extra_headers", `has no valid header in line ${index + 1}.`, remedy2);
    return [];
  });
  return Object.fromEntries(entries);
}
function tlsFrom(reader) {
  const ca = pemFrom(reader, "ca_certificate", "certificate");
  const cert2 = pemFrom(reader, "client_certificate", "certificate");
  const key2 = pemFrom(reader, "client_key", "private key");
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
    const remedy2 = "Give the certificate of client_key, too.";
    reader.addProblem("missing_input", "client_certificate", "is missing.", remedy2);
  }
  if (cert2 !== null && key2 !== null && !keyFits(cert2, key2)) {
    const remedy2 = "Give the key that the certificate was made for; in a chain, its certificate comes first.";
    reader.addProblem("invalid_pem", "client_key", "does not belong to client_certificate.", remedy2);
  }
  return {
    ca,
    cert: cert2,
    key: key2 === null ? null : new Secret(key2),
    server_name: reader.text("tls_server_name") || null,
    skip_verify: reader.boolean("tls_skip_verify")
  };
}
function pemFrom(reader, input, kind) {
  const text4 = reader.text(input);
  if (text4 === "") return null;
  const outcome = readPem(text4, kind);
  if ("pem" in outcome) return outcome.pem;
  reader.addProblem("invalid_pem", input, outcome.wrong, "");
  return null;
}

// src/vault/settings/login-settings.ts
function readLogin(reader, env) {
  const method = reader.text("method");
  checkMethod(reader, method);
  if (reader.text("secret_id") !== "" && reader.text("wrapped_secret_id") !== "") {
    const remedy2 = "Leave one of the two out.";
    reader.addProblem(
      "conflicting_inputs",
      "wrapped_secret_id",
      "is given together with `secret_id`.",
      remedy2
    );
  }
  const missing2 = method === "jwt" && reader.text("jwt") === "" ? missingIdToken(env) : null;
  if (missing2 !== null) reader.addProblem("no_id_token", "method", missing2.message, missing2.remedy);
  return {
    method,
    auth_path: mountOf2(reader.text("auth_path")) || method,
    auth_namespace: segmentsOf([reader.text("auth_namespace")]).join("/") || namespaceOf(reader),
    ...Object.fromEntries(
      Object.entries(loginFields).map(([name2, spec]) => {
        const field2 = name2;
        return [field2, "secret" in spec ? reader.secret(field2) : reader.text(field2)];
      })
    )
  };
}
function checkMethod(reader, method) {
  const payload2 = reader.secret("auth_payload");
  if (methodNames.includes(method) || payload2 !== null) {
    for (const [input, remedy2] of Object.entries(requiredInputs(method))) {
      const name2 = input;
      if (reader.text(name2) !== "") continue;
      reader.addProblem("missing_input", name2, `is missing, and method ${method} needs it.`, remedy2);
    }
  } else {
    const remedy2 = `Choose one of ${methodNames.join(", ")}, or give \`auth_payload\` for any other.`;
    reader.addProblem("unknown_method", "method", `is "${method}".`, remedy2);
  }
  if (!methodNames.includes(method) && payload2 !== null && !isObject(payload2)) {
    const remedy2 = 'Write it as `{"name": "value"}`.';
    reader.addProblem("invalid_json", "auth_payload", "is not a JSON object.", remedy2);
  }
}
function mountOf2(authPath) {
  const segments = segmentsOf([authPath]);
  return (segments[0] === "auth" && segments.length > 1 ? segments.slice(1) : segments).join("/");
}
function isObject(payload2) {
  try {
    const value = JSON.parse(payload2.reveal());
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

// src/vault/settings/vault-settings.ts
var vaultInputs = { ...connectionInputs, ...loginInputs };
function vaultSettings(inputs, env, userAgent2) {
  const reader = new InputReader(vaultInputs, (name2) => inputs[name2], env);
  const connection = readConnection(reader, userAgent2);
  const login2 = readLogin(reader, env);
  if (connection === null || reader.problems.length > 0) return { problems: reader.problems };
  return { connection, login: login2 };
}

// src/action/inputs.ts
function readInputs(reader) {
  return {
    command: reader.choice("command"),
    declaration: { manifest: reader.text("manifest"), inline: textsOf2(reader, inlineInputs) },
    vault: textsOf2(reader, vaultInputs),
    rotate_keys: reader.lines("rotate_keys"),
    import_id: reader.text("import_id"),
    guards: {
      prune: reader.boolean("prune"),
      confirm: reader.lines("confirm"),
      expected_plan_digest: reader.text("expected_plan_digest"),
      allowed_account_ids: accountIds(reader),
      check_credentials: reader.choice("check_credentials"),
      update_credentials: reader.choice("update_credentials"),
      idle: reader.given("min_idle") === "" ? usualIdleGuard : { min_idle: reader.duration("min_idle"), is_explicit: true }
    },
    verification: {
      verify_with: reader.choice("verify_with"),
      lambda_function: reader.text("lambda_function"),
      lambda_region: reader.text("lambda_region"),
      settings: {
        role_arn: reader.text("verify_role_arn") || null,
        external_id: reader.text("verify_external_id") || null,
        principal_arn: reader.text("principal_arn") || null,
        account_id: null
      },
      permissions: reader.choices("permissions"),
      depth: reader.choice("verify_depth"),
      min_keys: reader.integer("min_keys"),
      baseline: reader.text("baseline"),
      exceptions: reader.text("exceptions")
    },
    reporting: {
      report_path: reader.text("report_path"),
      junit_path: reader.text("junit_path"),
      sarif_path: reader.text("sarif_path"),
      html_path: reader.text("html_path"),
      manifest_path: reader.text("manifest_path"),
      summary: reader.boolean("summary"),
      comment: reader.boolean("comment"),
      issue: reader.boolean("issue"),
      comment_key: reader.text("comment_key"),
      github_token: reader.text("github_token"),
      fail_on_drift: reader.boolean("fail_on_drift"),
      fail_on_undeclared: reader.boolean("fail_on_undeclared"),
      fail_on_noncompliance: reader.boolean("fail_on_noncompliance"),
      fail_on_indeterminate: reader.boolean("fail_on_indeterminate")
    }
  };
}
function textsOf2(reader, specs2) {
  return Object.fromEntries(namesOf(specs2).map((name2) => [name2, reader.given(name2)]));
}
function accountIds(reader) {
  const lines = reader.lines("allowed_account_ids");
  for (const line2 of lines.filter((line3) => !/^\d{12}$/.test(line3))) {
    reader.addProblem(
      "invalid_account_id",
      "allowed_account_ids",
      `has the line "${line2}", which is not an AWS account id.`,
      "Write its 12 digits, one account per line."
    );
  }
  return lines;
}

// src/action/outputs.ts
init_id();
var limit5 = 256 * 1024;
var limitInSum = 480 * 1024;
function outputsOf(report, reportPath) {
  const pointer = JSON.stringify({ truncated: true, report_path: reportPath });
  return fitted2(allOutputs(report, reportPath, pointer), pointer);
}
function fitted2(outputs, pointer) {
  const bySize = Object.entries(outputs).map(([name2, text4]) => ({ name: name2, size: Buffer.byteLength(text4) })).sort((a, b) => b.size - a.size);
  let sum = bySize.reduce((total, { size }) => total + size, 0);
  const replaced = {};
  for (const { name: name2, size } of bySize) {
    if (sum <= limitInSum || size <= pointer.length) break;
    replaced[name2] = pointer;
    sum += pointer.length - size;
  }
  return { ...outputs, ...replaced };
}
function allOutputs(report, reportPath, pointer) {
  const fits = (text4) => Buffer.byteLength(text4) <= limit5 ? text4 : pointer;
  const json = (value) => value === null ? "" : fits(JSON.stringify(value));
  return {
    id: seedId(report.providers),
    ids: json(report.ids),
    changed: String(report.changed),
    plan: json(report.plan && { ...report.plan, provenance: report.provenance }),
    plan_digest: report.plan?.digest ?? "",
    matrix: json(report.providers),
    distributions: json(report.distributions),
    verification: json(report.verification),
    compliant: report.verification === null ? "" : String(report.verification.compliant),
    manifest: fits(report.manifest ?? ""),
    vault_policy: json(report.vault_policy),
    iam_policy: json(report.iam_policy),
    diagnosis: json(report.diagnosis),
    report_path: reportPath,
    // Known once the file is written.
    report_sha256: "",
    error: json(report.error)
  };
}
function seedId(providers) {
  const [only, ...others] = providers;
  return only === void 0 || others.length > 0 ? "" : providerId({ ...only, namespace: "" }, only.kms);
}

// src/action/report-file.ts
var import_node_crypto8 = require("node:crypto");
var import_promises4 = require("node:fs/promises");
var import_node_os = require("node:os");
var import_node_path2 = require("node:path");
init_errors();

// src/render/junit.ts
init_plain();
init_plan_wording();
function junitXml(report) {
  const suites = [
    suite("plan", planCases(report), report),
    suite("keys", keyCases(report), report),
    suite("permissions", permissionCases(report), report)
  ].filter((text4) => text4 !== "");
  return `<?xml version="1.0" encoding="UTF-8"?>
${element("testsuites", { name: `vault-keymgmt-aws-kms ${report.command ?? ""}`.trim() }, suites)}
`;
}
var passed = { what: "passed" };
function planCases({ plan, applied, sources: sources2, error }) {
  const fileOf = (id) => sources2[id]?.file ?? null;
  const asCase = (outcome) => (step2) => ({
    name: `${opWords[step2.op]} ${step2.id}`,
    classname: "plan",
    file: fileOf(step2.id),
    outcome: outcome(step2)
  });
  const drifts = error?.code === "drift" ? "failure" : "skipped";
  return [
    ...(plan?.refusals ?? []).map(
      ({ id, code: code2, message, remedy: remedy2 }) => ({
        name: `${code2} ${id}`,
        classname: "plan",
        file: fileOf(id),
        outcome: { what: "failure", message, text: remedy2 }
      })
    ),
    ...applied === null ? (plan?.steps ?? []).map(asCase(() => ({ what: drifts, message: "planned, not applied", text: "" }))) : [
      ...applied.done.map(asCase(() => passed)),
      ...applied.failed.map(asCase(({ error: error2 = "" }) => ({ what: "failure", message: error2, text: "" }))),
      ...applied.left.map(asCase(() => ({ what: "skipped", message: "not done", text: "" })))
    ]
  ];
}
function keyCases({ verification: verification2 }) {
  const { keys: keys2 = [], findings: findings2 = [] } = verification2 ?? {};
  return [
    ...findings2.map((finding2) => ({
      name: finding2.check,
      classname: "region",
      file: null,
      outcome: outcomeOf([finding2])
    })),
    ...keys2.flatMap((key2) => [
      { name: `${key2.name}: all versions`, classname: key2.kms, file: null, outcome: outcomeOf(key2.findings) },
      ...key2.versions.map((version3) => ({
        name: `${key2.name}: version ${version3.version}`,
        classname: key2.kms,
        file: null,
        outcome: outcomeOf(version3.findings)
      }))
    ])
  ];
}
function permissionCases({ verification: verification2 }) {
  return (verification2?.permissions ?? []).map(({ action, decision, evidence, message, principal_arn }) => ({
    name: action,
    classname: principal_arn ?? "no principal",
    file: null,
    outcome: decision === "allowed" ? passed : {
      what: decision === "denied" ? "failure" : "skipped",
      message: `${decision}: ${evidence}`,
      text: message
    }
  }));
}
function outcomeOf(findings2) {
  const worst2 = findings2.find(({ status }) => status === "fail") ?? findings2[0];
  if (worst2 === void 0 || worst2.status === "pass") return passed;
  return {
    what: worst2.status === "fail" ? "failure" : "skipped",
    message: worst2.message,
    text: findings2.map(({ check: check2, message, remediation }) => `${check2}: ${message}
→ ${remediation}`).join("\n")
  };
}
function suite(name2, cases, { started_at }) {
  if (cases.length === 0) return "";
  const count3 = (what) => String(cases.filter(({ outcome }) => outcome.what === what).length);
  return element(
    "testsuite",
    {
      name: name2,
      tests: String(cases.length),
      failures: count3("failure"),
      skipped: count3("skipped"),
      errors: "0",
      timestamp: started_at
    },
    cases.map(caseXml)
  );
}
function caseXml({ name: name2, classname, file, outcome }) {
  const children = outcome.what === "passed" ? [] : [
    element(
      outcome.what,
      { message: outcome.message },
      outcome.text === "" ? [] : [xmlText(outcome.text)]
    )
  ];
  return element("testcase", { name: name2, classname, ...file === null ? {} : { file } }, children);
}
function element(name2, attributes, children) {
  const start3 = [
    name2,
    ...Object.entries(attributes).map(([key2, value]) => `${key2}="${xmlText(value)}"`)
  ].join(" ");
  return children.length === 0 ? `<${start3}/>` : `<${start3}>
${children.join("\n")}
</${name2}>`;
}
function xmlText(text4) {
  return plain(text4).replace(/[\ufffe\uffff]/g, "�").replace(/[&<>"'\n\t]/g, (character) => `&#${character.codePointAt(0)};`);
}

// src/render/sarif.ts
init_all_controls();
init_report_findings();
init_plain();
var most4 = 5e3;
function sarifJson(report) {
  const problems = [...blockers2(report), ...findings(report), ...permissions(report)].slice(0, most4);
  const rules2 = [...new Set(problems.map(({ rule: rule4 }) => rule4))];
  const controls = report.verification?.controls ?? {};
  const taxonomies = taxonomiesOf(controls, rules2);
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
            rules: rules2.map((rule4) => ruleOf(rule4, problems, controls, taxonomies)),
            ...taxonomies.length === 0 ? {} : { supportedTaxonomies: taxonomies.map(({ name: name2 }, index) => ({ name: name2, index })) }
          }
        },
        ...taxonomies.length === 0 ? {} : { taxonomies },
        automationDetails: { id: `vault-keymgmt-aws-kms/${report.command ?? "none"}/` },
        columnKind: "utf16CodeUnits",
        results: problems.map((problem3) => resultOf2(problem3, rules2.indexOf(problem3.rule), report))
      }
    ]
  };
  return `${JSON.stringify(log, null, 2)}
`;
}
function ruleOf(id, problems, controls, taxonomies) {
  const severity2 = problems.find(
    (problem3) => problem3.rule === id && problem3.severity !== void 0
  )?.severity;
  const relationships = taxonomies.flatMap(
    ({ name: name2, taxa = [] }, index) => taxa.flatMap(
      (taxon, at) => requirementsOf(controls, id).includes(taxon.id) ? [{ target: { id: taxon.id, index: at, toolComponent: { name: name2, index } }, kinds: ["relevant"] }] : []
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
function taxonomiesOf(controls, rules2) {
  const used = new Set(rules2.flatMap((rule4) => requirementsOf(controls, rule4)));
  return standards.flatMap(({ name: name2, publisher, url, requirements }) => {
    const taxa = Object.entries(requirements).filter(([id]) => used.has(id)).map(([id, { number: number2, topic }]) => ({ id, name: number2, shortDescription: { text: topic } }));
    return taxa.length === 0 ? [] : [{ name: name2, organization: publisher, informationUri: url, taxa }];
  });
}
function requirementsOf(controls, rule4) {
  return controls[rule4] ?? [];
}
function resultOf2({ rule: rule4, level, about, message, remedy: remedy2, source }, ruleIndex, { provenance }) {
  const uri = source?.file ?? provenance.workflow ?? "action.yml";
  return {
    ruleId: rule4,
    ruleIndex,
    level,
    message: { text: clip(plain(remedy2 === "" ? message : `${message} ${remedy2}`), 4e3) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(plain(uri).replaceAll("\\", "/")), uriBaseId: "%SRCROOT%" },
          region: {
            startLine: source?.file ? source.line ?? 1 : 1,
            ...source?.file && source.column !== null ? { startColumn: source.column } : {}
          }
        }
      }
    ],
    partialFingerprints: { "vaultKeymgmt/v1": hash([rule4, about]) }
  };
}
function blockers2({ plan, sources: sources2 }) {
  return (plan?.refusals ?? []).map(({ code: code2, id, message, remedy: remedy2 }) => ({
    rule: code2,
    level: "error",
    about: id,
    message,
    remedy: remedy2,
    source: sources2[id] ?? null
  }));
}
function findings(report) {
  const { verification: verification2 } = report;
  if (verification2 === null) return [];
  return findingsOf(verification2).filter(({ finding: finding2 }) => finding2.status !== "pass").map(({ finding: finding2, key: key2, version: version3 }) => {
    const at = key2 === null ? null : keySource(report, key2.kms, key2.name);
    return {
      rule: finding2.check,
      level: finding2.status === "fail" ? "error" : "warning",
      ...finding2.severity === void 0 ? {} : { severity: finding2.severity },
      about: `${at?.id ?? verification2.region}${version3 === null ? "" : `@${version3.version}`}${finding2.replica_region === void 0 ? "" : ` ${finding2.replica_region}`}`,
      message: finding2.message,
      remedy: finding2.remediation,
      source: at?.source ?? null
    };
  });
}
function permissions({ verification: verification2 }) {
  return (verification2?.permissions ?? []).filter(({ decision }) => decision !== "allowed").map(({ action, decision, evidence, message, principal_arn }) => ({
    rule: "permission",
    level: decision === "denied" ? "error" : "warning",
    about: `${principal_arn} ${action}`,
    message: `${action} is ${decision === "denied" ? "denied" : "inconclusive"} (${evidence}). ${message}`,
    remedy: decision === "denied" ? "Grant it to Vault’s principal." : "",
    source: null
  }));
}

// src/action/report-file.ts
init_expectations();
function writtenFiles({ report_path, junit_path, sarif_path, html_path, manifest_path }, env) {
  const given = Object.entries({ report_path, junit_path, sarif_path, html_path, manifest_path });
  const named8 = given.filter(([, path]) => path !== "").map(([input, path]) => [input, inWorkspace(path, env)]);
  return { report_path: defaultReportPath(env), ...Object.fromEntries(named8) };
}
function safeFiles(files, validated, error, env) {
  if (!(validated || error instanceof InvalidInput)) return { report_path: defaultReportPath(env) };
  const problems = error instanceof InvalidInput ? error.problems : [];
  const conflicts = problems.filter(({ code: code2 }) => code2 === "conflicting_paths").map(({ source }) => source.input);
  const kept = Object.entries(files).filter(([input]) => !conflicts.includes(input));
  return { report_path: defaultReportPath(env), ...Object.fromEntries(kept) };
}
function defaultReportPath(env) {
  const name2 = `vault-keymgmt-aws-kms-${env["GITHUB_ACTION"] || "run"}-${process.pid}.json`;
  return (0, import_node_path2.join)(env["RUNNER_TEMP"] || (0, import_node_os.tmpdir)(), name2.replaceAll(/[^\w.-]/g, "_"));
}
async function writeReports({ report_path, junit_path, sarif_path, html_path }, report, log) {
  let sha256 = "";
  if (report_path !== void 0) {
    const isLines = report_path.endsWith(".jsonl");
    const text4 = isLines ? keyLines(report) : `${JSON.stringify(report, null, 2)}
`;
    if (await write3(report_path, text4, log)) sha256 = (0, import_node_crypto8.createHash)("sha256").update(text4).digest("hex");
  }
  if (junit_path !== void 0) await write3(junit_path, junitXml(report), log);
  if (sarif_path !== void 0) await write3(sarif_path, sarifJson(report), log);
  if (html_path !== void 0) {
    const [{ contentOfRun: contentOfRun2 }, { evidencePage: evidencePage2 }] = await Promise.all([
      Promise.resolve().then(() => (init_page_content(), page_content_exports)),
      Promise.resolve().then(() => (init_evidence_page(), evidence_page_exports))
    ]);
    await write3(html_path, evidencePage2(contentOfRun2(report)), log);
  }
  return sha256;
}
function keyLines({ distributions: distributions2 }) {
  return distributions2.map((distribution) => `${JSON.stringify(expectationOf(distribution, {}))}
`).join("");
}
async function write3(path, text4, log) {
  try {
    await (0, import_promises4.mkdir)((0, import_node_path2.dirname)(path), { recursive: true });
    await (0, import_promises4.writeFile)(path, text4);
    return true;
  } catch (error) {
    log.warning(`${path} was not written: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}
function inWorkspace(path, env) {
  return (0, import_node_path2.resolve)(env["GITHUB_WORKSPACE"] ?? ".", path);
}

// src/action/run-limit.ts
init_errors();
var cancelBudget = 6500;
var reserve2 = 2e3;
function runLimit(time, signal) {
  let stop = () => {
  };
  const stopped = new Promise((resolve7) => {
    stop = resolve7;
  });
  let leave = () => {
  };
  const cancelled2 = new Promise((resolve7) => {
    leave = resolve7;
  });
  let cancelledAt = null;
  let cancelTimer;
  const cancel = () => {
    cancelledAt ??= performance.now();
    leave();
    cancelTimer ??= setTimeout(() => stop(cancelledError), cancelBudget - reserve2);
  };
  const timer = setTimeout(() => stop(timeoutError), time);
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  return {
    race: (work, when, onCancel) => {
      const end2 = onCancel === "at once" ? [stopped, cancelled2.then(() => cancelledError)] : [stopped];
      const fail2 = (error) => {
        throw error(when);
      };
      return Promise.race([work, ...end2.map((one) => one.then(fail2))]);
    },
    left: () => cancelledAt === null ? cancelBudget : cancelBudget - (performance.now() - cancelledAt),
    clear: () => {
      clearTimeout(timer);
      clearTimeout(cancelTimer);
    }
  };
}
function timeoutError(when) {
  const remedy2 = "Check what keeps the run from ending, or raise `timeout`. The next run completes what is left.";
  return new RunError("run_timeout", `The run exceeded its \`timeout\` ${when}.`, remedy2);
}
function cancelledError(when) {
  return new RunError(
    "cancelled",
    `The run was cancelled ${when}.`,
    "Run again: the next run completes what is left."
  );
}

// src/action/runner-log.ts
init_plain();
var longestLine = 2e4;
var mostLines2 = 2e3;
var lastLines = 20;
function runnerLog(core, clock2, { redact = (text4) => text4, onProgress } = {}) {
  const shown5 = (line2) => clip(plain(redact(line2)), longestLine);
  let lines = { print: core.info };
  return {
    debug: (line2) => core.debug(shown5(line2)),
    info: (line2) => {
      for (const part of plain(redact(line2)).split("\n")) lines.print(harmless(clip(part, longestLine)));
    },
    notice: (line2, source) => core.notice(shown5(line2), annotation(source)),
    warning: (line2, source) => core.warning(shown5(line2), annotation(source)),
    error: (line2, source) => core.error(shown5(line2), annotation(source)),
    progress: onProgress ?? everyFewSeconds(clock2, ({ line: line2 }) => core.info(harmless(`… ${shown5(line2)}`))),
    group: async (title2, work) => {
      const started = clock2.now().getTime();
      core.startGroup(oneLine(shown5(title2)));
      const outer = lines;
      const own = new LineLimit(core.info);
      lines = own;
      try {
        return await work();
      } finally {
        own.end();
        lines = outer;
        const seconds2 = (clock2.now().getTime() - started) / 1e3;
        if (seconds2 >= 0.1) core.info(`(${seconds2.toFixed(1)} s)`);
        core.endGroup();
      }
    }
  };
}
var progressInterval = 2e3;
function everyFewSeconds(clock2, show) {
  let shown5 = null;
  return (state) => {
    const now = clock2.now().getTime();
    shown5 ??= now;
    if (now - shown5 < progressInterval) return;
    shown5 = now;
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
  print(line2) {
    this.#count += 1;
    if (this.#count <= mostLines2) {
      this.#print(line2);
    } else {
      this.#kept.push(line2);
      if (this.#kept.length > lastLines) this.#kept.shift();
    }
  }
  end() {
    const skipped2 = this.#count - mostLines2 - this.#kept.length;
    if (skipped2 > 0)
      this.#print(`… ${skipped2} more lines: the report file (output report_path) has all of them.`);
    for (const line2 of this.#kept) this.#print(line2);
  }
};
function harmless(line2) {
  return line2.replace(/^(\s*):(?=:)/, "$1:​").replaceAll("##[", "#​#[");
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
  const text4 = secret.trim();
  const values2 = jsonValues(text4) ?? pemLines(text4) ?? yamlValues(text4) ?? plainValues(text4);
  return [...new Set(values2)].filter(isWorthMasking);
}
var publicFields = /* @__PURE__ */ new Set(["role", "name", "username", "method", "type", "endpoint"]);
function jsonValues(text4) {
  if (!/^[[{]/.test(text4)) return null;
  try {
    const data = JSON.parse(text4);
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
    ([field2, value]) => publicFields.has(field2) && typeof value === "string" ? [] : leaves(value)
  );
}
function pemLines(text4) {
  if (!text4.includes("-----BEGIN")) return null;
  return text4.split(/\r?\n|\\n/).map((line2) => line2.trim()).filter((line2) => /^[A-Za-z0-9+/=]{8,}$/.test(line2));
}
function yamlValues(text4) {
  const lines = text4.split("\n").filter((line2) => line2.trim() !== "");
  const isMap3 = /^\{.*\}$/s.test(text4) || lines.length > 1 && lines.every((line2) => /^\s*[\w"'-]+\s*:(\s|$)/.test(line2));
  if (!isMap3) return null;
  const pairs = text4.matchAll(/(?<field>[\w-]+)["']?\s*:\s+(?<value>"[^"]*"|'[^']*'|[^\s,{}[\]"']+)/g);
  return [...pairs].flatMap(({ groups: groups2 }) => {
    const { field: field2 = "", value = "" } = groups2 ?? {};
    return publicFields.has(field2) ? [] : [value.replace(/^(["'])(.*)\1$/, "$2")];
  });
}
function plainValues(text4) {
  const lines = text4.split(/\r?\n/).map((line2) => line2.trim());
  return lines.length === 1 ? lines : lines.filter((line2) => line2.length >= 8);
}
function isWorthMasking(value) {
  return value.length >= 12 || value.length > 1 && /[\p{L}\p{N}]/u.test(value);
}
function formsOf(value) {
  const base642 = Buffer.from(value).toString("base64");
  return [
    .../* @__PURE__ */ new Set([
      value,
      base642,
      base642.replace(/=+$/, ""),
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
      const text4 = secret.reveal();
      const values2 = secretValues(text4);
      const forms = [...values2, ...[text4, ...values2].map((value) => Buffer.from(value).toString("base64"))];
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
      const text4 = secret.reveal();
      for (const value of [...secretValues(text4), text4]) {
        if (value.length >= shortest) for (const form of formsOf(value)) this.#forms.add(form);
      }
    }
    if (this.#forms.size > before) this.#pattern = patternOf(this.#forms);
  }
  text(text4) {
    return this.#pattern === null ? text4 : text4.replace(this.#pattern, redacted);
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
      Object.entries(data).map(([name2, value]) => [this.text(name2), this.#walk(value)])
    );
  }
};
function patternOf(forms) {
  const alternatives = [...forms].sort((a, b) => b.length - a.length).map((form) => {
    const literal3 = form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    return form.length >= distinctive ? literal3 : `(?<![\\w-])${literal3}(?![\\w-])`;
  });
  return new RegExp(alternatives.join("|"), "g");
}

// src/action/session.ts
init_problem();
init_secret();

// src/vault/login/revoke-token.ts
async function revokeToken(connection, { token, namespace, accessor, expires }) {
  try {
    await connection.with({ token, namespace }).put({ namespace: "", path: ["auth/token/revoke-self"] }, {});
    return null;
  } catch (error) {
    if (error instanceof VaultError && error.code === "token_invalid") return null;
    const until = expires === null ? "" : ` until ${expires.toISOString()}`;
    return `The Vault token (accessor ${accessor ?? "unknown"}) could not be revoked and may be valid${until}: ${error.message}`;
  }
}

// src/action/session.ts
function saveSession(core, session) {
  if (!session.ours) return;
  core.saveState("token", session.token.reveal());
  core.saveState("accessor", session.accessor ?? "");
  core.saveState("namespace", session.namespace);
  core.saveState("expires", session.expires?.toISOString() ?? "");
}
var postBudget = 1e4;
async function endSession({ core, env, clock: clock2 }) {
  const token = new Secret(core.getState("token"));
  if (token.reveal() === "") return;
  const reader = new InputReader(connectionInputs, (name2) => core.getInput(name2), env);
  const secrets = [token, ...inputSecrets(reader, env)];
  masker(core)(secrets);
  const redactor = new Redactor();
  redactor.add(secrets);
  const log = runnerLog(core, clock2, { redact: (text4) => redactor.text(text4) });
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
    const why2 = reader.problems.map(showProblem).join(" ");
    log.warning(`The Vault token (accessor ${session.accessor ?? "unknown"}) was not revoked: ${why2}`);
    return;
  }
  await revokeNow(session, settings, { log, env, clock: clock2 }, postBudget);
}
async function revokeNow(session, settings, { log, env, clock: clock2 }, time) {
  if (!session.ours) return;
  const timeout = Math.max(500, time);
  const limited = { ...settings, timeout, request_timeout: Math.min(settings.request_timeout, timeout) };
  const end2 = new AbortController();
  const connection = connect(limited, { clock: clock2, log, env, signal: end2.signal });
  try {
    const warning2 = await revokeToken(connection, session);
    if (warning2 === null) log.info(`Revoked the Vault token (accessor ${session.accessor ?? "unknown"}).`);
    else log.warning(warning2);
  } finally {
    end2.abort();
    await connection.close();
  }
}

// src/action/validate-run.ts
var import_node_path6 = require("node:path");
init_errors();
init_secret();

// src/action/check-written-files.ts
var import_promises5 = require("node:fs/promises");
var import_node_path3 = require("node:path");
init_problem();
async function checkWrittenFiles(written, manifests, exceptions = null) {
  const taken2 = /* @__PURE__ */ new Map();
  if (exceptions !== null) taken2.set(await canonical(exceptions), "exceptions");
  for (const manifest of manifests) taken2.set(await canonical(manifest), "a file of the manifest");
  const problems = [];
  for (const [input, path] of Object.entries(written)) {
    const file = await canonical(path);
    const other = taken2.get(file);
    taken2.set(file, input);
    if (other === void 0) continue;
    problems.push({
      code: "conflicting_paths",
      at: "",
      source: inputLocation(input),
      message: `${input} names the same file as ${other}: ${path}.`,
      remedy: "Give each file its own path."
    });
  }
  return problems;
}
async function canonical(path) {
  const folder = await (0, import_promises5.realpath)((0, import_node_path3.dirname)(path)).catch(() => (0, import_node_path3.dirname)(path));
  return (0, import_promises5.realpath)(path).catch(() => (0, import_node_path3.join)(folder, (0, import_node_path3.basename)(path)));
}

// src/action/validate-run.ts
async function validateRun(inputs, earlier, written, provenance, env, signal) {
  const { connects, declares, needs_credentials } = commandTable[inputs.command];
  const problems = [...earlier];
  const manifests = [];
  const declaration2 = await gather2(
    problems,
    async () => declares ? await readDeclaration(
      inputs.declaration,
      env,
      needs_credentials ? "error" : "none",
      manifests,
      signal
    ) : undeclared2
  );
  const { exceptions } = inputs.verification;
  const acceptedPath = exceptions === "" ? null : (0, import_node_path6.resolve)(env["GITHUB_WORKSPACE"] || ".", exceptions);
  problems.push(...await checkWrittenFiles(written, manifests, acceptedPath));
  const settings = await gather2(
    problems,
    async () => connects ? readSettings(inputs.vault, env, userAgent(provenance)) : null
  );
  await gather2(problems, async () => lambdaTarget(inputs.verification, env));
  const accepted = await gather2(problems, async () => acceptedIn(exceptions, env));
  const compared = await gather2(problems, async () => comparedIn(inputs.verification.baseline, env));
  if (problems.length > 0) throw new InvalidInput(problems);
  const { desired, warnings } = declaration2;
  return {
    declaration: { ...declaration2, warnings: [...warnings, ...compared.warnings] },
    settings,
    audit: { exceptions: accepted, baseline: compared.baseline },
    secrets: [...secretsIn(desired), ...secretsIn(settings)]
  };
}
async function acceptedIn(exceptions, env) {
  if (exceptions === "") return null;
  const { readExceptionsFile: readExceptionsFile2 } = await Promise.resolve().then(() => (init_read_audit_basis(), read_audit_basis_exports));
  return readExceptionsFile2(exceptions, env);
}
async function comparedIn(baseline, env) {
  if (baseline === "") return { baseline: null, warnings: [] };
  const { readBaselineFile: readBaselineFile2 } = await Promise.resolve().then(() => (init_read_audit_basis(), read_audit_basis_exports));
  return readBaselineFile2(baseline, env);
}
var undeclared2 = { desired: { mounts: [] }, warnings: [], sha256: null };
async function gather2(problems, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    problems.push(...error.problems);
    return null;
  }
}
function readSettings(...[inputs, env, agent]) {
  const settings = vaultSettings(inputs, env, agent);
  if ("problems" in settings) throw new InvalidInput(settings.problems);
  return settings;
}
async function readDeclaration({ manifest, inline: inline2 }, env, unset, manifests, signal) {
  const { declaredForm: declaredForm2 } = await Promise.resolve().then(() => (init_declaration_form(), declaration_form_exports));
  if (declaredForm2(manifest, inline2) === "inline") {
    const { declareInline: declareInline2 } = await Promise.resolve().then(() => (init_inline(), inline_exports));
    return declareInline2(inline2, env, unset);
  }
  const { declareManifest: declareManifest2 } = await Promise.resolve().then(() => (init_manifest(), manifest_exports));
  const { filesUnder: filesUnder2, manifestTexts: manifestTexts2 } = await Promise.resolve().then(() => (init_manifest_files(), manifest_files_exports));
  const folder = env["GITHUB_WORKSPACE"] || ".";
  const texts3 = await manifestTexts2(manifest, filesUnder2(folder, signal));
  manifests.push(...texts3.flatMap(({ file }) => file === null ? [] : [(0, import_node_path6.resolve)(folder, file)]));
  return declareManifest2(texts3, env, unset);
}
function secretsIn(data) {
  if (data instanceof Secret) return [data];
  if (typeof data !== "object" || data === null) return [];
  return Object.values(data).flatMap(secretsIn);
}

// src/action/main.ts
var timeoutGrace = 1e4;
async function main(runner) {
  const { core, env, clock: clock2, signal } = runner;
  const redactor = new Redactor();
  const log = runnerLog(core, clock2, {
    redact: (text4) => redactor.text(text4),
    onProgress: runner.onProgress
  });
  const reader = new InputReader(allInputs, (name2) => core.getInput(name2), env);
  const inputs = readInputs(reader);
  const maskInRunner = masker(core);
  const mask = (secrets) => {
    maskInRunner(secrets);
    redactor.add(secrets);
  };
  mask(inputSecrets(reader, env));
  let files = writtenFiles(inputs.reporting, env);
  let report = emptyReport(inputs, env, clock2);
  const published = /* @__PURE__ */ new Map();
  const update = (news2) => {
    report = { ...report, ...redactor.data(news2) };
    for (const [name2, value] of Object.entries(outputsOf(report, files["report_path"] ?? ""))) {
      if (published.get(name2) !== value) core.setOutput(name2, value);
      published.set(name2, value);
    }
  };
  update({});
  const stop = runLimit(reader.duration("timeout") + timeoutGrace, signal);
  let session = null;
  let settings;
  try {
    const validated = await stop.race(
      validateRun(inputs, reader.problems, files, report.provenance, env, signal),
      "before any request was sent",
      "at once"
    );
    mask(validated.secrets);
    update(introduction2(validated, report));
    settings = validated.settings?.connection ?? null;
    const { error, ...result } = await stop.race(
      runCommand(runner, inputs, validated, {
        log,
        mask,
        onFirstWrite: () => update({ changed: true }),
        onLogin: (opened) => {
          session = opened;
          saveSession(core, opened);
        }
      }),
      "while requests were pending; what was done is unknown",
      "within budget"
    );
    update(result);
    if (error !== void 0) throw error;
  } catch (error) {
    logFailure(log, error, report);
    files = safeFiles(files, settings !== void 0, error, env);
    update({ error: describe(error) });
    process.exitCode = 1;
  } finally {
    stop.clear();
  }
  update({ finished_at: clock2.now().toISOString() });
  core.setOutput("report_sha256", await writeReports(files, report, log));
  if (inputs.reporting.summary) await publishSummary(core, report, log);
  await publishToGitHub(report, inputs.reporting, { env, clock: clock2, log, signal });
  if (signal.aborted && session !== null && settings)
    await revokeNow(session, settings, { log, env, clock: clock2 }, stop.left());
}
async function runCommand({ env, clock: clock2, signal }, inputs, { declaration: { desired, warnings }, settings, audit }, { log, mask, onFirstWrite, onLogin }) {
  for (const warning2 of warnings) log.warning(withRemedy(warning2), warning2.source);
  const command2 = commandTable[inputs.command];
  if (!command2.connects) return command2.run(desired, inputs, log);
  const effects2 = { clock: clock2, log, env, signal };
  const loginEffects = { ...effects2, mask: (secret) => mask([secret]) };
  if (command2.connects === "itself") {
    return command2.run({ inputs, desired, settings }, { ...loginEffects, onLogin });
  }
  const { connection: connectionSettings, login: loginSettings } = settings;
  const deadline = new Date(clock2.now().getTime() + connectionSettings.timeout);
  const connection = connect(connectionSettings, effects2);
  try {
    const logIn = async () => {
      const session = await login(loginSettings, connection, loginEffects);
      onLogin(session);
      return session;
    };
    const token = new TokenKeeper(await logIn(), {
      connection,
      clock: clock2,
      log,
      logInAgain: canLogInAgain(loginSettings) ? logIn : null
    });
    return await command2.run({
      inputs,
      desired,
      audit,
      vault: connection.with({ token }),
      token,
      max_concurrency: connectionSettings.max_concurrency,
      effects: { ...effects2, deadline, onFirstWrite }
    });
  } finally {
    await connection.close();
  }
}
function introduction2({ declaration: declaration2, settings }, { provenance }) {
  const providers = providersOf2(declaration2.desired);
  return {
    vault: settings && { url: settings.connection.url.origin, namespace: settings.connection.namespace },
    ids: providers.map(({ id }) => id),
    providers,
    sources: sourcesOf(declaration2.desired),
    provenance: { ...provenance, manifest_sha256: declaration2.sha256 },
    warnings: declaration2.warnings.map(({ message }) => message)
  };
}

// src/cli/terminal.ts
var import_node_util2 = require("node:util");
var Terminal = class {
  #options;
  #secrets = /* @__PURE__ */ new Set();
  #shown = /* @__PURE__ */ new Set();
  #bar = false;
  constructor(options) {
    this.#options = options;
  }
  addSecret(text4) {
    if (text4 !== "") this.#secrets.add(text4);
  }
  debug(line2) {
    if (this.#options.debug) this.#write(this.#options.err, line2, "dim");
  }
  info(line2) {
    this.#shown.add(line2.replace(/^Note: /, ""));
    this.#write(this.#options.out, line2);
  }
  heading(line2) {
    this.#write(this.#options.out, line2, "bold");
  }
  /** `Warning: keys.yaml:3:5: …`, in colour on a terminal. */
  annotation(kind, message, at = {}) {
    const place = [at.file, at.startLine, at.startColumn].filter((part) => part !== void 0).join(":");
    const colour = { Notice: "cyan", Warning: "yellow", Error: "red" };
    const isPlaced = place === "" || message.startsWith(place);
    if (kind === "Notice" && this.#shown.has(message)) return;
    this.#write(this.#options.err, `${kind}: ${isPlaced ? "" : `${place}: `}${message}`, colour[kind]);
  }
  /** A bar on the terminal's last line; nothing in a pipe. */
  progress({ done, total, line: line2 }) {
    const { err } = this.#options;
    if (err.isTTY !== true || total === 0) return;
    const width2 = 24;
    const filled = Math.round(done / total * width2);
    const text4 = this.#redact(
      `[${"#".repeat(filled)}${".".repeat(width2 - filled)}] ${done}/${total}  ${line2}`
    );
    err.write(`\r\x1B[2K${text4.slice(0, (err.columns ?? 80) - 1)}`);
    this.#bar = true;
  }
  /** Removes the bar. */
  endProgress() {
    if (this.#bar) this.#options.err.write("\r\x1B[2K");
    this.#bar = false;
  }
  #write(stream, line2, style2) {
    this.endProgress();
    const text4 = this.#redact(line2);
    const isStyled = style2 !== void 0 && stream.isTTY === true && this.#options.colour;
    stream.write(`${isStyled ? (0, import_node_util2.styleText)(style2, text4, { validateStream: false }) : text4}
`);
  }
  #redact(line2) {
    let text4 = line2;
    for (const secret of this.#secrets) text4 = text4.replaceAll(secret, "***");
    return text4;
  }
};

// src/cli/terminal-runner.ts
function terminalCore(texts3, terminal, onOutput) {
  const state = /* @__PURE__ */ new Map();
  const textOf2 = (message) => typeof message === "string" ? message : message.message;
  const annotate = (kind) => (message, at) => terminal.annotation(kind, textOf2(message), at);
  let markdown = "";
  const summary = {
    addRaw(text4) {
      markdown += text4;
      return summary;
    },
    async write() {
      terminal.info(markdown);
      return summary;
    }
  };
  return {
    getInput: (name2) => texts3[name2] ?? "",
    setOutput: (name2, value) => onOutput(name2, String(value)),
    setSecret: (secret) => terminal.addSecret(secret),
    debug: (line2) => terminal.debug(line2),
    info: (line2) => terminal.info(line2),
    notice: annotate("Notice"),
    warning: annotate("Warning"),
    error: annotate("Error"),
    startGroup: (title2) => terminal.heading(title2),
    endGroup: () => terminal.info(""),
    saveState: (name2, value) => void state.set(name2, String(value)),
    getState: (name2) => state.get(name2) ?? "",
    summary
  };
}

// src/cli/run-cli.ts
async function runCli(given, { env, stdout, stderr, clock: clock2, signal }) {
  const terminal = new Terminal({
    out: given.json ? stderr : stdout,
    err: stderr,
    debug: given.debug,
    colour: !env["NO_COLOR"]
  });
  const { texts: texts3, problems } = optionTexts(allInputs, given.options, env);
  for (const problem3 of problems) terminal.annotation("Error", problem3);
  if (problems.length > 0) return 1;
  const folder = await (0, import_promises6.mkdtemp)((0, import_node_path7.join)((0, import_node_os2.tmpdir)(), "keymgmt-"));
  const inputs = { summary: "false", report_path: (0, import_node_path7.join)(folder, "report.json"), ...texts3 };
  const core = terminalCore(inputs, terminal, () => {
  });
  const runner = { core, env, clock: clock2, signal, onProgress: terminal.progress.bind(terminal) };
  try {
    await main(runner);
    if (!signal.aborted) await endSession(runner);
    const text4 = await (0, import_promises6.readFile)(inputs.report_path, "utf8").catch(() => "{}");
    terminal.endProgress();
    if (given.json) stdout.write(text4);
    const { error, plan } = JSON.parse(text4);
    if (error !== null) return 1;
    return given.detailed_exitcode && plan?.in_sync === false ? 2 : 0;
  } finally {
    await (0, import_promises6.rm)(folder, { recursive: true, force: true });
  }
}

// src/cli/index.ts
var [printWarning] = process.listeners("warning");
process.removeAllListeners("warning");
process.on("warning", (warning2) => {
  if (!warning2.message.startsWith("NodeVersionSupportWarning")) printWarning?.(warning2);
});
var ending = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => ending.abort(new Error(`the run was stopped by ${signal}`)));
}
createProgram(async (given) => {
  const { env, stdout, stderr } = process;
  process.exitCode = await runCli(given, { env, stdout, stderr, clock: systemClock, signal: ending.signal });
}).parseAsync();
