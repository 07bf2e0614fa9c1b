package build;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives classes of Java 5 and 6 the stack maps that archives of loaded classes (JEP 483) want, and the version of Java 8;
 * nothing else about them changes. Run where Ingot is packaged: {@code java StackMaps.java JAR}.
 */
public final class StackMaps {

    private static final String NOTE = "META-INF/CHANGES-INGOT.txt";
    private static final String TEXT = "When Ingot was packaged, the classes in this file were given stack maps and the version of"
            + " Java 8, so that a JVM\ncan start from an archive of them. Nothing else was changed.\n";

    private final ClassFile classes;

    private StackMaps(final ClassLoader loader) {
        this.classes = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption
                .of(ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    public static void main(final String... arguments) throws IOException {
        final Path jar = Path.of(arguments[0]);
        final Path changed = jar.resolveSibling(jar.getFileName() + ".new");
        try (var loader = new URLClassLoader(new URL[]{jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
                var input = new JarFile(jar.toFile());
                var output = new JarOutputStream(Files.newOutputStream(changed))) {
            new StackMaps(loader).copy(input, output);
        }
        Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private void copy(final JarFile input, final JarOutputStream output) throws IOException {
        for (final JarEntry entry : Collections.list(input.entries())) {
            if (entry.getName().equals(NOTE)) {
                continue;
            }
            final var copied = new JarEntry(entry.getName());
            copied.setTime(entry.getTime());
            output.putNextEntry(copied);
            write(input.getInputStream(entry).readAllBytes(), entry.getName(), output);
        }
        output.putNextEntry(new JarEntry(NOTE));
        output.write(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    private void write(final byte[] content, final String name, final OutputStream output) throws IOException {
        output.write(name.endsWith(".class") && !name.startsWith("META-INF") ? changed(content) : content);
    }

    private byte[] changed(final byte[] content) {
        final var model = classes.parse(content);
        if (model.majorVersion() >= ClassFile.JAVA_7_VERSION) {
            return content;
        }
        final ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        // Stack maps are made of methods that are built anew, and not of those that are taken over.
        return classes.transformClass(model,
                version.andThen(ClassTransform.transformingMethodBodies((code, element) -> code.with(element))));
    }
}
