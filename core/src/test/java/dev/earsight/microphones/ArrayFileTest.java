package dev.earsight.microphones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayFileTest {
    private static final String OPEN_CV = """
            %YAML:1.0
            ---
            calibration_time: "Tue 03 Mar 2026"
            image_width: 640
            image_height: 480
            camera_matrix: !!opencv-matrix
               rows: 3
               cols: 3
               dt: d
               data: [ 5.3591573396163199e+02, 0., 3.4228315473308373e+02, 0.,
                   5.3591573396163199e+02, 2.3557082909788173e+02, 0., 0., 1. ]
            distortion_coefficients: !!opencv-matrix
               rows: 5
               cols: 1
               dt: d
               data: [ -2.6637260909660682e-01, -3.8588898922304653e-02,
                   1.7831947042852964e-03, -2.8122100441115472e-04,
                   2.3839153080878486e-01 ]
            avg_reprojection_error: 3.9259109564815858e-01
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void placesChannelsAndDirectivities() throws IOException {
        MicrophoneArray array = ArrayFile.read(write("array.yaml", """
                sample-rate-hz: 44100
                speed-of-sound: 340
                microphones:
                  - [-0.05, 0, 0]
                  - {position: [0.05, 0.01, -0.02], channel: 4, directivity: cardioid, facing: [1, 0, 1]}
                """));
        assertThat(array.sampleRateHz()).isEqualTo(44_100);
        assertThat(array.speedOfSound()).isEqualTo(340);
        assertThat(array.camera()).isEmpty();
        assertThat(array.microphones())
                .containsExactly(
                        Microphone.omni(new Point(-0.05, 0, 0), 0),
                        new Microphone(new Point(0.05, 0.01, -0.02), Directivity.CARDIOID, new Point(1, 0, 1), 3));
    }

    @Test
    void theCameraIsReadAsOpenCvWritesIt() throws IOException {
        write("camera.yml", OPEN_CV);
        MicrophoneArray named = ArrayFile.read(write("named.yaml", """
                sample-rate-hz: 48000
                microphones: [[0, 0, 0], [0.1, 0, 0]]
                camera: camera.yml
                """));
        MicrophoneArray inPlace = ArrayFile.read(write("in-place.yaml", """
                sample-rate-hz: 48000
                microphones: [[0, 0, 0], [0.1, 0, 0]]
                camera:
                  image_width: 640
                  image_height: 480
                  camera_matrix: [[535.91573396163199, 0, 342.28315473308373], [0, 535.91573396163199, 235.57082909788173], [0, 0, 1]]
                  distortion_coefficients: [-0.26637260909660682, -0.038588898922304653, 0.0017831947042852964, -0.00028122100441115472, 0.23839153080878486]
                """));
        assertThat(named).isEqualTo(inPlace);
        assertThat(named.camera().orElseThrow().k3()).isEqualTo(0.23839153080878486);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            microphones: [[0,0,0],[1,0,0]]                                                  | sample-rate-hz is missing
            {sample-rate-hz: 48, microphones: [[0,0,0],[1,0,0]]}                            | samples per second
            {sample-rate-hz: 48000, microphones: [[0,0,0]]}                                 | two places or more
            {sample-rate-hz: 48000, microphones: [[0,0,0],[0,0,0]]}                         | microphones 1 and 2 are 0.000 m apart
            {sample-rate-hz: 48000, microphones: [[0,0,0],[50,0,0]]}                        | must be in metres
            {sample-rate-hz: 48000, microphones: [[0,0,0],[0.1,0]]}                         | microphone 2 must have three numbers
            {sample-rate-hz: 48000, microphones: [[0,0,0],[0.1,0,x]]}                       | microphone 2 must have three numbers
            {sample-rate-hz: 48000, mics: [[0,0,0],[0.1,0,0]]}                              | has a key 'mics'
            {sample-rate-hz: 48000, microphones: [[0,0,0],{position: [1,0,0], channel: 1}]} | two microphones have channel 1
            {sample-rate-hz: 48000, microphones: [[0,0,0],{position: [1,0,0], channel: 0}]} | counted from 1
            {sample-rate-hz: 48000, microphones: [[0,0,0],{position: [1,0,0], directivity: figure-of-eight}]} | omni or cardioid
            {sample-rate-hz: 48000, speed-of-sound: 1, microphones: [[0,0,0],[1,0,0]]}      | metres per second
            {sample-rate-hz: 48000, microphones: [[0,0,0],[1,0,0]], camera: none.yml}       | cannot be read
            {sample-rate-hz: 48000, microphones: [[0,0,0],[1,0,0]], camera: {camera_matrix: [1, 2]}} | nine numbers
            {sample-rate-hz: 48000, microphones: [[0,0,0],[1,0,0]], camera: {camera_matrix: [5,0,2,0,5,2,0,0,1]}} | image_width
            {sample-rate-hz: 48000, microphones: [[0,0,0],[1,0,0]], camera: {image_width: 4, image_height: 4, camera_matrix: [5,0,2,0,5,2,0,0,1], distortion_coefficients: [1,2,3,4,5,6,7,8]}} | k1, k2, p1, p2, k3
            {sample-rate-hz: 48000, microphones: [[0,0                                      | not valid YAML
            just words                                                                      | key: value
            """)
    void whatMakesNoSenseIsNamed(String text, String said) throws IOException {
        Path file = write("wrong.yaml", text);
        assertThatThrownBy(() -> ArrayFile.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(said)
                .hasMessageContaining(folder.toString());
    }
}
