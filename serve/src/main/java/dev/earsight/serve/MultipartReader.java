package dev.earsight.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} as it arrives: files go straight into the work folder, what is too large or too slow is
 * refused at once. Whatever goes wrong, no file stays.
 */
final class MultipartReader implements MultiPart.Parser.Listener {
    private static final int MOST_PARTS = 32;
    private static final int MOST_TEXT_BYTES = 1 << 20;

    private final WorkFolder folder;
    private final Map<String, String> text = new HashMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private @Nullable String name;
    private boolean isFile;
    private @Nullable OutputStream out;
    private @Nullable WritableByteChannel channel;
    private int textBytes;
    private boolean complete;
    private @Nullable Throwable failure;

    private MultipartReader(WorkFolder folder) {
        this.folder = folder;
    }

    /**
     * Reads a form.
     *
     * @param contentType with the boundary
     * @param deadlineNanos when it must be here, by {@link System#nanoTime}
     */
    static Form read(String contentType, InputStream body, Limits limits, long deadlineNanos, WorkFolder folder) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null) {
            throw Problem.badRequest("The form's Content-Type names no boundary.");
        }
        MultipartReader reader = new MultipartReader(folder);
        try {
            reader.read(boundary, body, limits, deadlineNanos);
            return new Form(reader.text, reader.files);
        } catch (IOException | RuntimeException e) {
            reader.closePart();
            reader.files.values().forEach(folder::remove);
            throw e instanceof Problem || e instanceof StorageException ? (RuntimeException) e : broken(e);
        }
    }

    private static Problem broken(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return tooSlow();
            }
        }
        return Problem.badRequest("The form is cut short or not as multipart/form-data should be.");
    }

    private static Problem tooSlow() {
        return new Problem(
                Problem.Kind.TOO_SLOW, "The upload takes too long to arrive; send it over a faster connection.");
    }

    private void read(String boundary, InputStream body, Limits limits, long deadlineNanos) throws IOException {
        MultiPart.Parser parser = new MultiPart.Parser(boundary, this);
        parser.setMaxParts(MOST_PARTS);
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        int read;
        while ((read = body.read(buffer)) >= 0) {
            total += read;
            if (total > limits.uploadBytes()) {
                throw tooLarge(limits);
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw tooSlow();
            }
            parser.parse(Content.Chunk.from(ByteBuffer.wrap(buffer, 0, read), false));
            requireWell();
        }
        parser.parse(Content.Chunk.EOF);
        requireWell();
        if (!complete) {
            throw Problem.badRequest("The form is cut short.");
        }
    }

    static Problem tooLarge(Limits limits) {
        return new Problem(
                Problem.Kind.TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "The upload is larger than the %.0f MB this server takes; send a shorter or smaller file.",
                        Math.max(1, limits.uploadBytes() / 1e6)));
    }

    private void requireWell() {
        switch (failure) {
            case null -> {}
            case Problem problem -> throw problem;
            case StorageException own -> throw own;
            default -> throw Problem.badRequest("The form is not as multipart/form-data should be.");
        }
    }

    @Override
    public void onPartHeader(String header, String value) {
        if (!header.equalsIgnoreCase("Content-Disposition")) {
            return;
        }
        Map<String, String> parameters = new HashMap<>();
        HttpField.getValueParameters(value, parameters);
        name = parameters.get("name");
        isFile = parameters.containsKey("filename") || parameters.containsKey("filename*");
    }

    @Override
    public void onPartHeaders() {
        if (name == null) {
            onFailure(Problem.badRequest("A part of the form has no name."));
            return;
        }
        try {
            if (isFile) {
                Path file = folder.fresh("");
                Path former = files.put(name, file);
                if (former != null) {
                    folder.remove(former);
                }
                out = Files.newOutputStream(file);
            } else {
                out = new ByteArrayOutputStream();
            }
            channel = Channels.newChannel(out);
        } catch (IOException e) {
            onFailure(cannotStore(e));
        }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        ByteBuffer bytes = chunk.getByteBuffer();
        if (!isFile) {
            textBytes += bytes.remaining();
            if (textBytes > MOST_TEXT_BYTES) {
                onFailure(Problem.badRequest("The form's text is longer than any setting; send files as files."));
                return;
            }
        }
        try {
            WritableByteChannel open = channel;
            if (open != null) {
                open.write(bytes);
            }
        } catch (IOException e) {
            onFailure(cannotStore(e));
        }
    }

    @Override
    public void onPartEnd() {
        if (out instanceof ByteArrayOutputStream typed && name != null) {
            text.put(name, typed.toString(StandardCharsets.UTF_8));
        }
        closePart();
        name = null;
        isFile = false;
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    private void closePart() {
        try (OutputStream ending = out) {
            out = null;
            channel = null;
        } catch (IOException e) {
            onFailure(cannotStore(e));
        }
    }

    private static StorageException cannotStore(IOException e) {
        return new StorageException(e);
    }

    /** The server's own disk, not the client's form. */
    private static final class StorageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StorageException(IOException cause) {
            super("An upload cannot be stored: " + cause.getMessage(), cause);
        }
    }
}
