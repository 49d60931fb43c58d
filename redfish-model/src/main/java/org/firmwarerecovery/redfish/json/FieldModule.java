package org.firmwarerecovery.redfish.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.firmwarerecovery.redfish.odata.Field;
import org.jspecify.annotations.Nullable;

/** Teaches Jackson the tri-state {@link Field}: absent, {@code null} and value stay three things in both directions. */
final class FieldModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    FieldModule() {
        super("firmware-recovery-field");
        addDeserializer(Field.class, new Reader(null));
        addSerializer(Field.class, new Writer());
    }

    @SuppressWarnings("rawtypes") // Jackson registers by raw class
    private static final class Reader extends JsonDeserializer<Field> implements ContextualDeserializer {
        private final @Nullable JavaType content;

        Reader(@Nullable JavaType content) {
            this.content = content;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType field = property == null ? context.getContextualType() : property.getType();
            return new Reader(field.containedTypeOrUnknown(0));
        }

        @Override
        public Field deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JavaType type = content == null ? context.constructType(Object.class) : content;
            return Field.of(context.readValue(parser, type));
        }

        @Override
        public Field getNullValue(DeserializationContext context) {
            return Field.ofNull();
        }

        @Override
        public Field getAbsentValue(DeserializationContext context) {
            return Field.absent();
        }
    }

    @SuppressWarnings("rawtypes") // as above
    private static final class Writer extends JsonSerializer<Field> {
        @Override
        public void serialize(Field field, JsonGenerator generator, SerializerProvider provider) throws IOException {
            if (field instanceof Field.Value<?> some) {
                provider.defaultSerializeValue(some.value(), generator);
            } else {
                generator.writeNull();
            }
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Field field) {
            return !field.isPresent();
        }
    }
}
