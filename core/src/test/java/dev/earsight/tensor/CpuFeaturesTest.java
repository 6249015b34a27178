package dev.earsight.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuFeaturesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_bf16 ssbd\nbugs\t\t: none\n",
                "flags : fpu amx_bf16\n",
                "processor : 0\nFeatures : fp asimd i8mm bf16\n",
            })
    void linuxNamesBfloat16(String cpuInfo) {
        assertThat(CpuFeatures.fromLinux(cpuInfo).multipliesBfloat16()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flags : fpu avx2 avx512f\nmodel name : a machine of avx512_bf16\n",
                "processor : 0\nvmx flags : avx512_bf16\n",
                "",
            })
    void otherLinesAndOtherCpusDoNot(String cpuInfo) {
        assertThat(CpuFeatures.fromLinux(cpuInfo).multipliesBfloat16()).isFalse();
    }

    @Test
    void macNamesWhatIsOn() {
        CpuFeatures features = CpuFeatures.fromMac(
                "hw.optional.arm.FEAT_BF16: 1\nhw.optional.arm.FEAT_SME: 0\nhw.optional.arm64: 1\n");
        assertThat(features.names()).isEqualTo(Set.of("feat_bf16"));
        assertThat(features.multipliesBfloat16()).isTrue();
        assertThat(CpuFeatures.fromMac("hw.optional.arm.FEAT_BF16: 0\n").multipliesBfloat16())
                .isFalse();
    }
}
