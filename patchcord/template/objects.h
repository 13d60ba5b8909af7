// What templates can hold besides plain values: tools, loop states, blocks of #define, map entries,
// classes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "patchcord/template/ast.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

enum class ObjectType : std::uint8_t { tool, loop, block, entry, iterator, java_class };

class TypedObject : public Object {
 public:
  explicit TypedObject(ObjectType type) : type_(type) {}
  [[nodiscard]] ObjectType type() const { return type_; }

 private:
  ObjectType type_;
};

inline ObjectType type_of(const Value& object) {
  return static_cast<const TypedObject&>(object.object()).type();
}

std::string_view tool_class(Tool tool);

class ToolObject final : public TypedObject {
 public:
  explicit ToolObject(Tool tool) : TypedObject(ObjectType::tool), tool_(tool) {}
  [[nodiscard]] Tool tool() const { return tool_; }
  [[nodiscard]] std::string class_name() const override { return std::string(tool_class(tool_)); }

 private:
  Tool tool_;
};

// $foreach: where the loop is.
class LoopState final : public TypedObject {
 public:
  explicit LoopState(Value parent) : TypedObject(ObjectType::loop), parent_(std::move(parent)) {}
  [[nodiscard]] std::string class_name() const override {
    return "org.apache.velocity.runtime.directive.ForeachScope";
  }
  void surrender(std::vector<Value>& children) override { children.push_back(std::move(parent_)); }
  [[nodiscard]] const Value& parent() const { return parent_; }
  [[nodiscard]] int index() const { return index_; }
  [[nodiscard]] bool has_next() const { return has_next_; }
  void step(bool has_next) {
    ++index_;
    has_next_ = has_next;
  }

 private:
  Value parent_;  // the loop around this one, or null
  int index_{-1};
  bool has_next_{};
};

// What #define makes, and $!bodyContent of a block macro: a piece of template that renders itself
// where it is printed, inside itself at most `most` times.
class BlockObject final : public TypedObject {
 public:
  BlockObject(std::shared_ptr<const Ast> ast, const Block& block, int most)
      : TypedObject(ObjectType::block), ast_(std::move(ast)), block_(block), most_(most) {}
  [[nodiscard]] std::string class_name() const override {
    return "org.apache.velocity.runtime.directive.Block$Reference";
  }
  [[nodiscard]] const Block& block() const { return block_; }
  [[nodiscard]] bool exhausted() const { return depth >= most_; }
  int depth{};  // how often it is being rendered right now

 private:
  std::shared_ptr<const Ast> ast_;
  const Block& block_;
  int most_;
};

// One entry of a map, with the value that the map has for the key now.
class EntryObject final : public TypedObject {
 public:
  EntryObject(Value map, Value key)
      : TypedObject(ObjectType::entry), map_(std::move(map)), key_(std::move(key)) {}
  [[nodiscard]] std::string class_name() const override { return "java.util.LinkedHashMap$Entry"; }
  void append_text(std::string& out, std::size_t max_bytes, int depth) const override;
  void surrender(std::vector<Value>& children) override { children.push_back(std::move(map_)); }
  [[nodiscard]] const Value& map() const { return map_; }
  [[nodiscard]] const Value& key() const { return key_; }
  [[nodiscard]] Value value() const;

 private:
  Value map_;
  Value key_;
};

// What iterator() gives: a place in a list.
class IteratorObject final : public TypedObject {
 public:
  explicit IteratorObject(Value list)
      : TypedObject(ObjectType::iterator),
        list_(std::move(list)),
        size(list_.list().items().size()) {}
  [[nodiscard]] std::string class_name() const override;
  void surrender(std::vector<Value>& children) override { children.push_back(std::move(list_)); }
  [[nodiscard]] const Value& list() const { return list_; }

 private:
  Value list_;

 public:
  std::size_t size;    // of the list, as the iterator knows it
  std::size_t next{};  // the position of the next element
  bool removable{};    // next() was called, and no remove() since
};

class ClassObject final : public TypedObject {
 public:
  explicit ClassObject(std::string name)
      : TypedObject(ObjectType::java_class), name_(std::move(name)) {}
  [[nodiscard]] std::string class_name() const override { return "java.lang.Class"; }
  void append_text(std::string& out, std::size_t, int) const override {
    out.append("class ").append(name_);
  }
  [[nodiscard]] const std::string& name() const { return name_; }
  // `Entry` of `java.util.LinkedHashMap$Entry`, `String[]` of `[Ljava.lang.String;`.
  [[nodiscard]] std::string simple_name() const;

 private:
  std::string name_;
};

}  // namespace patchcord::simulator
